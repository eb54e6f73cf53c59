import { dayAndMonth, longMonth, weekdayOf } from '../../mail/words/dates.ts'
import { say, type Words } from '../../mail/words/words.ts'
import type { ArchivedDay, ArchivedMonth } from '../../papers/archive-months.ts'
import { Feeds } from './feeds.tsx'
import { renderPage } from './layout.tsx'
import { SearchForm } from './search-form.tsx'
import type { Site } from './site.ts'
import { StyledText } from './styled-text.tsx'

/** A month of the archive: its days, each with what led it, and the way to all other months. */
export function archivePage(site: Site, { month, days, months }: ArchivedMonth): string {
  const { words } = site
  const named = month === undefined ? say(words, 'archive.title') : longMonth(month, words)
  return renderPage({
    site,
    title: month === undefined ? named : say(words, 'day.title', { day: named }),
    description: month === undefined ? undefined : say(words, 'archive.description', { month: named }),
    canonical: month === undefined ? '/papers' : `/papers/${month}`,
    current: 'archive',
    children: (
      <div class="column plain">
        <p class="kicker">{say(words, 'archive.title')}</p>
        <h1>{named}</h1>
        {days.length === 0 ? (
          <div class="empty">
            <p>{say(words, 'archive.empty')}</p>
          </div>
        ) : (
          <ol class="archive-days">
            {days.map((day) => (
              <li key={day.day}>
                <Day words={words} day={day} />
              </li>
            ))}
          </ol>
        )}
        <Months words={words} months={months} current={month} />
        <section class="panel" aria-labelledby="find">
          <h2 id="find">{say(words, 'archive.find')}</h2>
          <SearchForm words={words} />
        </section>
        <Feeds words={words} />
      </div>
    )
  })
}

function Day({ words, day: { day, papers, leading } }: { words: Words; day: ArchivedDay }) {
  return (
    <article class="archive-day">
      <h2>
        <a href={`/papers/${day}`}>{dayAndMonth(day, words)}</a> <small>{weekdayOf(day, words)}</small>
      </h2>
      <ul>
        {leading.map(({ id, title, titleRuns }) => (
          <li key={id}>
            <a href={`/paper/${id}`}>
              <StyledText words={words} text={title} runs={titleRuns} />
            </a>
          </li>
        ))}
      </ul>
      {papers > leading.length ? (
        <p>
          <a href={`/papers/${day}`}>{say(words, 'archive.all', { count: papers })}</a>
        </p>
      ) : null}
    </article>
  )
}

function Months({ words, months, current }: { words: Words; months: string[]; current: string | undefined }) {
  if (months.length < 2) return null
  return (
    <nav class="months" aria-label={say(words, 'archive.months')}>
      <ul>
        {months.map((month) => (
          <li key={month}>
            <a href={`/papers/${month}`} aria-current={month === current ? 'page' : undefined}>
              {longMonth(month, words)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
