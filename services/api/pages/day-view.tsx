import type { ComponentChildren } from 'preact'
import { dayAndMonth, longDay, weekdayOf } from './dates.ts'
import { Papers, type ShownPaper } from './papers.tsx'

/** One feed day; null is the sample edition, which has none. */
export interface ShownDay {
  day: string | null
  papers: ShownPaper[]
  /** The day still open: its list grows until it closes. */
  filling: boolean
  previous: string | null
  next: string | null
  /** Whether the list came from Hugging Face Daily Papers. */
  fromHuggingFace: boolean
}

/** A day's heading, its papers and the way to its neighbours. `level` is that of the day's heading. */
export function DayView({
  shown,
  level: Heading,
  children
}: {
  shown: ShownDay
  level: 'h1' | 'h2'
  children?: ComponentChildren
}) {
  const { day, papers } = shown
  return (
    <section class={Heading === 'h1' ? 'day alone' : 'day'} aria-labelledby="day">
      <Heading class="date" id="day">
        {day === null ? (
          <>
            <small>An example, not a day’s list</small>
            The sample edition
          </>
        ) : (
          <>
            <small>{weekdayOf(day)}</small>
            {longDay(day)}
          </>
        )}
      </Heading>
      <p class="facts">{facts(shown)}</p>
      {children}
      {day === null ? <SampleNotice /> : null}
      {shown.filling && papers.length > 0 ? <FillingNotice /> : null}
      {papers.length === 0 ? (
        <EmptyDay filling={shown.filling} />
      ) : (
        <Papers papers={papers} level={Heading === 'h1' ? 'h2' : 'h3'} />
      )}
      <Neighbours shown={shown} />
    </section>
  )
}

function facts({ papers, filling }: ShownDay): string {
  const count = papers.length === 1 ? 'One paper' : `${papers.length} papers`
  if (papers.length === 0) return filling ? 'No papers yet' : 'No papers'
  return filling ? `${count} so far` : count
}

function SampleNotice() {
  return (
    <aside class="notice" aria-label="About the sample">
      <p>
        <strong>This is a sample.</strong> The papers are real and date from 2021 to 2025; they were never one day’s
        trending list. It makes room for the first day whose papers are collected.
      </p>
    </aside>
  )
}

function FillingNotice() {
  return (
    <aside class="notice" aria-label="About this day">
      <p>
        <strong>Still filling.</strong> Papers are added and change places until the day closes at 21:30 in New York.
      </p>
    </aside>
  )
}

function EmptyDay({ filling }: { filling: boolean }) {
  return (
    <div class="empty">
      <p>
        {filling
          ? 'Nothing is listed for this day yet. On weekends and holidays that is usual.'
          : 'Nothing was listed on this day. On weekends and holidays that is usual.'}
      </p>
    </div>
  )
}

function Neighbours({ shown: { previous, next } }: { shown: ShownDay }) {
  if (previous === null && next === null) return null
  return (
    <nav class="days" aria-label="Other days">
      {previous === null ? null : (
        <a class="previous" rel="prev" href={`/papers/${previous}`}>
          ← {dayAndMonth(previous)}
        </a>
      )}
      {next === null ? null : (
        <a class="next" rel="next" href={`/papers/${next}`}>
          {dayAndMonth(next)} →
        </a>
      )}
    </nav>
  )
}
