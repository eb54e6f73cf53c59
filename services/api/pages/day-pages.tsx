import type { EditionFacts } from '../../editions/archive.ts'
import { shortDate } from '../../mail/words/dates.ts'
import { say, type Words } from '../../mail/words/words.ts'
import { sourceLabel } from '../../papers/readings.ts'
import { DayView, type ShownDay } from './day-view.tsx'
import { EditionNote } from './edition-note.tsx'
import { renderPage } from './layout.tsx'
import { sentence } from './sentence.ts'
import { SignUpForm } from './sign-up-form.tsx'
import type { Site } from './site.ts'

/** The feed day that papers are still being listed under. */
export interface OpenDay {
  day: string
  papers: number
  /** Title of the paper that is first for now. */
  leading: string | null
}

/** The front page: the sign-up form, then the newest closed day, and word of the day still open. */
export function homePage(site: Site, { shown, open }: { shown: ShownDay; open: OpenDay | null }) {
  const { config, words } = site
  return renderPage({
    site,
    title: config.siteName,
    description: say(words, 'home.description'),
    canonical: '/',
    current: 'today',
    credit: creditOf(words, shown),
    children: (
      <div class="column">
        <section class="hero" aria-labelledby="sign-up">
          <h1 id="sign-up">{say(words, 'signUp.heading')}</h1>
          <SignUpForm words={words} />
        </section>
        <DayView words={words} shown={shown} level="h2">
          {open === null ? null : <OpenNotice words={words} open={open} />}
        </DayView>
      </div>
    )
  })
}

function OpenNotice({ words, open: { day, papers: count, leading } }: { words: Words; open: OpenDay }) {
  const papers = count === 0 ? say(words, 'home.nothingYet') : say(words, 'home.soFar', { count })
  return (
    <aside class="notice" aria-label={say(words, 'home.open')}>
      <p>
        {sentence(words, 'home.openNotice', {
          filling: <strong>{say(words, 'home.filling', { day: shortDate(day, words) })}</strong>,
          papers: leading === null ? papers : say(words, 'home.ledBy', { papers, title: leading }),
          link: <a href={`/papers/${day}`}>{say(words, 'home.seeOpenDay')}</a>
        })}
      </p>
    </aside>
  )
}

/** One day of the archive. */
export function dayPage(site: Site, shown: ShownDay, edition?: EditionFacts): string {
  const { words } = site
  return renderPage({
    site,
    title:
      shown.day === null
        ? say(words, 'day.titleSample')
        : say(words, 'day.title', { day: shortDate(shown.day, words) }),
    // An open or empty day changes; search engines get it when it is closed.
    description:
      shown.papers.length === 0 || shown.filling || shown.day === null
        ? undefined
        : say(words, 'day.description', {
            count: shown.papers.length,
            day: shortDate(shown.day, words),
            title: shown.papers[0]?.title ?? ''
          }).slice(0, 160),
    canonical: `/papers/${shown.day ?? 'sample'}`,
    current: 'archive',
    kind: 'article',
    credit: creditOf(words, shown),
    children: (
      <div class="column">
        <DayView words={words} shown={shown} level="h1" />
        {edition === undefined ? null : <EditionNote site={site} edition={edition} />}
        <section class="panel" aria-labelledby="sign-up">
          <h2 id="sign-up">{say(words, 'signUp.heading')}</h2>
          <SignUpForm words={words} />
        </section>
      </div>
    )
  })
}

function creditOf(words: Words, { fromHuggingFace }: ShownDay) {
  if (!fromHuggingFace) return undefined
  return sentence(words, 'day.credit', {
    source: <a href="https://huggingface.co/papers">{sourceLabel('huggingface')}</a>
  })
}
