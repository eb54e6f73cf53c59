import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { EditionSurroundings } from '../../editions/archive.ts'
import { asMailedId } from '../../editions/web-edition.ts'
import { shorten } from '../../mail/message-plain.ts'
import { shortDate } from '../../mail/words/dates.ts'
import { say, type Words } from '../../mail/words/words.ts'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

interface EditionFrameProps {
  site: Site
  /** null: the sample. */
  day: string | null
  subject: string
  around: EditionSurroundings
}

/** What stands around a mail that is a page of its own, as markup: in its head, above it and below it. */
export function editionFrame(props: EditionFrameProps) {
  return {
    head: renderToString(<HeadTags {...props} />),
    above: renderToString(<Ways {...props} />),
    below: renderToString(<AsMailed {...props} />)
  }
}

/** What is told of an edition that is passed on: in the browser only, the mail has no need of it. */
function HeadTags({ site: { config, words }, day, subject, around }: EditionFrameProps) {
  const url = `${config.baseUrl}/editions/${day ?? 'sample'}`
  const description = describe(words, day, around.titles)
  return (
    <>
      <link rel="canonical" href={url} />
      <link rel="alternate" type="application/atom+xml" title={config.siteName} href={`${config.baseUrl}/feed.atom`} />
      <meta name="description" content={description} />
      <meta property="og:type" content="article" />
      <meta property="og:title" content={subject} />
      <meta property="og:url" content={url} />
      <meta property="og:site_name" content={config.siteName} />
      <meta property="og:description" content={description} />
    </>
  )
}

function describe(words: Words, day: string | null, leading: readonly string[]): string {
  const titles = shorten(leading.join(' · '), 150)
  return day === null
    ? say(words, 'edition.descriptionSample', { titles })
    : say(words, 'edition.descriptionDay', { titles, day: shortDate(day, words) })
}

function Ways({ site: { config, words }, day, around: { previous, next } }: EditionFrameProps) {
  const edition = (to: string | null, key: 'day.previous' | 'day.next') =>
    to === null ? null : <Way to={`/editions/${to}`}>{say(words, key, { day: shortDate(to, words) })}</Way>
  return (
    <nav class="web" aria-label={say(words, 'site.pages')}>
      <ul>
        <Way to="/">
          <b>{config.siteName}</b>
        </Way>
        <Way to={`/papers/${day ?? 'sample'}`}>{say(words, 'edition.allPapers')}</Way>
        {edition(previous, 'day.previous')}
        {edition(next, 'day.next')}
        <Way to="/papers">{say(words, 'site.archive')}</Way>
        <Way to="/search">{say(words, 'site.search')}</Way>
      </ul>
    </nav>
  )
}

/** What the mail says to its reader, put right for a visitor, and the edition's files. */
function AsMailed({ site: { words }, day }: EditionFrameProps) {
  return (
    <footer class="web">
      <p id={asMailedId}>
        {sentence(words, 'edition.asMailed', { subscribe: <a href="/">{say(words, 'footer.subscribe')}</a> })}
      </p>
      {day === null ? null : (
        <ul>
          <Way to={`/editions/${day}.bib`}>{say(words, 'edition.bibtex')}</Way>
          <Way to={`/editions/${day}.ris`}>{say(words, 'edition.ris')}</Way>
        </ul>
      )}
    </footer>
  )
}

function Way({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <li>
      <a href={to}>{children}</a>
    </li>
  )
}
