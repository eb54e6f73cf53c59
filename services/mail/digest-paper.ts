import { plainText } from './message-plain.ts'
import { type StyledRun, shortenRuns } from './styled-runs.ts'

/** A paper as it comes: plain text, but from outside and not trusted. */
export interface DigestPaper {
  title: string
  /** The same text where it has styles. */
  titleRuns?: StyledRun[] | undefined
  authors: string[]
  summary: string | undefined
  summaryRuns?: StyledRun[] | undefined
  /** Why it is in the edition, in one line. */
  reason: string
  topics: string[]
  links: { paper: string; pdf?: string; code?: string; project?: string }
}

/** A run as the templates show it, without links: the title is one, and a summary has its addresses in words. */
interface RunView {
  text: string
  kind: NonNullable<StyledRun['kind']> | null
}

/** A paper as the templates show it; null where there is nothing to show. */
export interface PaperView {
  title: string
  /** The title for the HTML part, one run where it has no styles. */
  titleRuns: RunView[]
  url: string | null
  authors: string | null
  summary: string | null
  summaryRuns: RunView[]
  reason: string | null
  topics: string | null
  links: { label: string; url: string }[]
}

const namedAuthors = 3
const shownTopics = 3
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** Cleans a paper's texts and drops what cannot be linked. Lengths end what no real paper has. */
export function viewPaper({ authors, reason, topics, links, ...texts }: DigestPaper): PaperView {
  const found = [
    { label: 'Paper', url: safeUrl(links.paper) },
    { label: 'PDF', url: safeUrl(links.pdf) },
    { label: 'Code', url: safeUrl(links.code) },
    { label: 'Project', url: safeUrl(links.project) }
  ].filter((link): link is { label: string; url: string } => link.url !== null)
  const title = plainText(texts.title, 300) || 'Untitled'
  const summary = plainText(texts.summary ?? '', 4000)
  return {
    title,
    titleRuns: viewRuns(texts.titleRuns, title, 300),
    url: safeUrl(links.paper),
    authors: orNull(byline(authors.map((author) => plainText(author, 60)).filter((author) => author !== ''))),
    summary: orNull(summary),
    summaryRuns: viewRuns(texts.summaryRuns, summary, 4000),
    reason: orNull(plainText(reason, 200)),
    topics: orNull(
      topics
        .map((topic) => plainText(topic, 40))
        .filter((topic) => topic !== '')
        .slice(0, shownTopics)
        .join(' · ')
    ),
    links: found
  }
}

/** Runs cleaned like the text that they are; where there are none, or nothing is left, that text. */
function viewRuns(runs: StyledRun[] | undefined, plain: string, length: number): RunView[] {
  const line: RunView[] = []
  for (const { text, kind } of runs ?? []) {
    // What plainText takes from the ends of a text is a blank between two runs.
    const whole = plainText(`|${text}|`).slice(1, -1)
    const shown = (line.at(-1)?.text.endsWith(' ') ?? true) ? whole.trimStart() : whole
    if (shown !== '') line.push({ text: shown, kind: kind ?? null })
  }
  const last = line.at(-1)
  if (last !== undefined) last.text = last.text.trimEnd()
  return line.length === 0 ? [{ text: plain, kind: null }] : shortenRuns(line, length)
}

/** The first three authors, and how many more there are. */
function byline(authors: string[]): string {
  const more = authors.length - namedAuthors
  return list.format(more > 0 ? [...authors.slice(0, namedAuthors), `${more} more`] : authors)
}

/** An absolute http(s) address without credentials, as the URL parser writes it, or null. */
function safeUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null
  const { protocol, href, username, password } = new URL(text)
  const plain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  return plain && href.length <= 300 ? href : null
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}
