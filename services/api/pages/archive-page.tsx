import type { ArchivedDay, ArchivedMonth } from '../../papers/archive-months.ts'
import type { Config } from '../../platform/config.ts'
import { dayAndMonth, longMonth, weekdayOf } from './dates.ts'
import { renderPage } from './layout.tsx'
import { SearchForm } from './search-form.tsx'
import { StyledText } from './styled-text.tsx'

/** A month of the archive: its days, each with what led it, and the way to all other months. */
export function archivePage(config: Config, { month, days, months }: ArchivedMonth): string {
  const named = month === undefined ? 'Archive' : longMonth(month)
  return renderPage({
    config,
    title: month === undefined ? 'Archive' : `Papers of ${named}`,
    description: month === undefined ? undefined : `Every day of trending research papers in ${named}.`,
    canonical: month === undefined ? '/papers' : `/papers/${month}`,
    current: 'archive',
    children: (
      <div class="column plain">
        <p class="kicker">Archive</p>
        <h1>{named}</h1>
        {days.length === 0 ? (
          <div class="empty">
            <p>No papers were listed yet. Every day that has some will be kept here.</p>
          </div>
        ) : (
          <ol class="archive-days">
            {days.map((day) => (
              <li key={day.day}>
                <Day day={day} />
              </li>
            ))}
          </ol>
        )}
        <Months months={months} current={month} />
        <section class="panel" aria-labelledby="find">
          <h2 id="find">Looking for a paper?</h2>
          <SearchForm />
        </section>
      </div>
    )
  })
}

function Day({ day: { day, papers, leading } }: { day: ArchivedDay }) {
  return (
    <article class="archive-day">
      <h2>
        <a href={`/papers/${day}`}>{dayAndMonth(day)}</a> <small>{weekdayOf(day)}</small>
      </h2>
      <ul>
        {leading.map(({ id, title, titleRuns }) => (
          <li key={id}>
            <a href={`/paper/${id}`}>
              <StyledText text={title} runs={titleRuns} />
            </a>
          </li>
        ))}
      </ul>
      {papers > leading.length ? (
        <p>
          <a href={`/papers/${day}`}>All {papers} papers</a>
        </p>
      ) : null}
    </article>
  )
}

function Months({ months, current }: { months: string[]; current: string | undefined }) {
  if (months.length < 2) return null
  return (
    <nav class="months" aria-label="Months">
      <ul>
        {months.map((month) => (
          <li key={month}>
            <a href={`/papers/${month}`} aria-current={month === current ? 'page' : undefined}>
              {longMonth(month)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
