import type { EditionFacts } from '../../editions/archive.ts'
import type { Config } from '../../platform/config.ts'
import { longDay } from './dates.ts'
import { DayView, type ShownDay } from './day-view.tsx'
import { EditionNote } from './edition-note.tsx'
import { renderPage } from './layout.tsx'
import { SignUpForm } from './sign-up-form.tsx'

/** The feed day that papers are still being listed under. */
export interface OpenDay {
  day: string
  papers: number
  /** Title of the paper that is first for now. */
  leading: string | null
}

/** The front page: the sign-up form, then the newest closed day, and word of the day still open. */
export function homePage(config: Config, { shown, open }: { shown: ShownDay; open: OpenDay | null }) {
  return renderPage({
    config,
    title: config.siteName,
    description: 'Get trending papers in your email inbox: one mail a day, no account, no tracking.',
    canonical: '/',
    current: 'today',
    credit: creditOf(shown),
    children: (
      <div class="column">
        <section class="hero" aria-labelledby="sign-up">
          <h1 id="sign-up">Get trending papers in your email inbox!</h1>
          <SignUpForm />
        </section>
        <DayView shown={shown} level="h2">
          {open === null ? null : <OpenNotice open={open} />}
        </DayView>
      </div>
    )
  })
}

function OpenNotice({ open: { day, papers, leading } }: { open: OpenDay }) {
  return (
    <aside class="notice" aria-label="The day still open">
      <p>
        <strong>{longDay(day)} is still filling:</strong>{' '}
        {papers === 0 ? 'nothing is listed yet' : papers === 1 ? 'one paper so far' : `${papers} papers so far`}
        {leading === null ? '' : `, led by “${leading}”`}. <a href={`/papers/${day}`}>See the open day</a>
      </p>
    </aside>
  )
}

/** One day of the archive. */
export function dayPage(config: Config, shown: ShownDay, edition?: EditionFacts): string {
  const named = shown.day === null ? 'the sample edition' : longDay(shown.day)
  return renderPage({
    config,
    title: shown.day === null ? 'The sample edition' : `Papers of ${named}`,
    // An open or empty day changes; search engines get it when it is closed.
    description:
      shown.papers.length === 0 || shown.filling || shown.day === null
        ? undefined
        : `The ${shown.papers.length} trending papers of ${named}: ${shown.papers[0]?.title ?? ''}`.slice(0, 160),
    canonical: `/papers/${shown.day ?? 'sample'}`,
    current: 'archive',
    kind: 'article',
    credit: creditOf(shown),
    children: (
      <div class="column">
        <DayView shown={shown} level="h1" />
        {edition === undefined ? null : <EditionNote edition={edition} zone={config.digestTimezone} />}
        <section class="panel" aria-labelledby="sign-up">
          <h2 id="sign-up">Get trending papers in your email inbox!</h2>
          <SignUpForm />
        </section>
      </div>
    )
  })
}

function creditOf({ fromHuggingFace }: ShownDay) {
  if (!fromHuggingFace) return undefined
  return (
    <>
      The list of this day comes from <a href="https://huggingface.co/papers">Hugging Face Daily Papers</a>.
    </>
  )
}
