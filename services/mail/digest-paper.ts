import { type LinkView, safeUrl, viewLinks } from './digest-links.ts'
import { plainText } from './message-plain.ts'
import { type StyledRun, shortenRuns } from './styled-runs.ts'
import { say, sayList, type Words } from './words/words.ts'

/** A paper as it comes: plain text, but from outside and not trusted. */
export interface DigestPaper {
  title: string
  /** The same text where it has styles. */
  titleRuns?: StyledRun[] | undefined
  authors: string[]
  /** What the paper did, in a few sentences. */
  summary: string | undefined
  summaryRuns?: StyledRun[] | undefined
  /** The same in one sentence, for where there is room for no more; else the summary is cut. */
  line?: string | undefined
  lineRuns?: StyledRun[] | undefined
  /** The page to credit where a machine at Hugging Face wrote the summary. */
  machineSummaryUrl?: string | undefined
  /** Why it is in the edition, in one line. */
  reason: string
  topics: string[]
  links: { paper: string; pdf?: string; code?: string; project?: string; discussion?: string }
  /** Of the repository that `links.code` names. */
  stars?: number | undefined
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
  line: string | null
  lineRuns: RunView[]
  /** Whom to credit for the summary. */
  sourceUrl: string | null
  reason: string | null
  topics: string | null
  links: LinkView[]
  code: LinkView | null
}

/** Characters of a summary at most; only a text without sentences is longer. */
export const summaryLength = 1000
const namedAuthors = 3
const shownTopics = 3

/** Cleans a paper's texts and drops what cannot be linked. Lengths end what no real paper has. */
export function viewPaper({ authors, reason, topics, ...paper }: DigestPaper, words: Words): PaperView {
  const title = plainText(paper.title, 300) || say(words, 'digest.untitled')
  const summary = plainText(paper.summary ?? '', summaryLength)
  const ownLine =
    plainText(paper.line ?? '', summaryLength) || (paper.summaryRuns === undefined ? firstSentence(summary) : '')
  const summaryRuns = viewRuns(paper.summaryRuns, summary, summaryLength)
  const links = viewLinks(paper, words)
  return {
    title,
    titleRuns: viewRuns(paper.titleRuns, title, 300),
    url: safeUrl(paper.links.paper),
    authors: orNull(
      byline(
        authors.map((author) => plainText(author, 60)).filter((author) => author !== ''),
        words
      )
    ),
    summary: orNull(summary),
    summaryRuns,
    line: orNull(ownLine === '' ? summary : ownLine),
    lineRuns: ownLine === '' ? summaryRuns : viewRuns(paper.lineRuns, ownLine, summaryLength),
    sourceUrl: summary === '' ? null : safeUrl(paper.machineSummaryUrl),
    reason: orNull(plainText(reason, 200)),
    topics: orNull(
      topics
        .map((topic) => plainText(topic, 40))
        .filter((topic) => topic !== '')
        .slice(0, shownTopics)
        .join(' · ')
    ),
    links,
    code: links.find(({ kind }) => kind === 'code') ?? null
  }
}

/** The first sentence of a summary, where it says enough to stand alone; else all of it. */
function firstSentence(summary: string): string {
  return /^.{40,}?[.!?](?=\s+[^\p{Ll}\s])/u.exec(summary)?.[0] ?? summary
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
function byline(authors: string[], words: Words): string {
  const more = authors.length - namedAuthors
  return sayList(
    words,
    more > 0 ? [...authors.slice(0, namedAuthors), say(words, 'paper.moreAuthors', { more })] : authors
  )
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}
