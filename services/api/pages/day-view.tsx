import type { ComponentChildren } from 'preact'
import { dayAndMonth, shortDate, weekdayOf } from '../../mail/words/dates.ts'
import { say, type Words } from '../../mail/words/words.ts'
import { Papers, type ShownPaper } from './papers.tsx'
import { sentence } from './sentence.ts'

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
  words,
  shown,
  level: Heading,
  children
}: {
  words: Words
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
            <small>{say(words, 'day.sampleKicker')}</small>
            {say(words, 'day.titleSample')}
          </>
        ) : (
          <>
            <small>{weekdayOf(day, words)}</small>
            {shortDate(day, words)}
          </>
        )}
      </Heading>
      <p class="facts">{facts(words, shown)}</p>
      {children}
      {day === null ? <SampleNotice words={words} /> : null}
      {shown.filling && papers.length > 0 ? <FillingNotice words={words} /> : null}
      {papers.length === 0 ? (
        <EmptyDay words={words} filling={shown.filling} />
      ) : (
        <Papers words={words} papers={papers} level={Heading === 'h1' ? 'h2' : 'h3'} />
      )}
      <Neighbours words={words} shown={shown} />
    </section>
  )
}

function facts(words: Words, { papers, filling }: ShownDay): string {
  if (papers.length === 0) return say(words, filling ? 'day.noneYet' : 'day.none')
  return say(words, filling ? 'day.papersSoFar' : 'day.papers', { count: papers.length })
}

function SampleNotice({ words }: { words: Words }) {
  return (
    <aside class="notice" aria-label={say(words, 'day.aboutSample')}>
      <p>{sentence(words, 'day.sampleNote', { lead: <strong>{say(words, 'day.sample')}</strong> })}</p>
    </aside>
  )
}

function FillingNotice({ words }: { words: Words }) {
  return (
    <aside class="notice" aria-label={say(words, 'day.about')}>
      <p>{sentence(words, 'day.fillingNote', { lead: <strong>{say(words, 'day.filling')}</strong> })}</p>
    </aside>
  )
}

function EmptyDay({ words, filling }: { words: Words; filling: boolean }) {
  return (
    <div class="empty">
      <p>{say(words, filling ? 'day.emptyYet' : 'day.empty')}</p>
    </div>
  )
}

function Neighbours({ words, shown: { previous, next } }: { words: Words; shown: ShownDay }) {
  if (previous === null && next === null) return null
  return (
    <nav class="days" aria-label={say(words, 'day.others')}>
      {previous === null ? null : (
        <a class="previous" rel="prev" href={`/papers/${previous}`}>
          {say(words, 'day.previous', { day: dayAndMonth(previous, words) })}
        </a>
      )}
      {next === null ? null : (
        <a class="next" rel="next" href={`/papers/${next}`}>
          {say(words, 'day.next', { day: dayAndMonth(next, words) })}
        </a>
      )}
    </nav>
  )
}
