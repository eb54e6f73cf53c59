import type { StyledRun } from '../../mail/styled-runs.ts'
import { say, type Words } from '../../mail/words/words.ts'
import type { PaperLinks } from '../../papers/paper-links.ts'
import { StyledText } from './styled-text.tsx'
import { SummarySource } from './summary-source.tsx'

export interface ShownPaper {
  /** null in the sample, whose papers have no page of their own. */
  id: number | null
  title: string
  /** The title's and the summary's styles; null where the plain text is all there is to show. */
  titleRuns: StyledRun[] | null
  arxivId: string | null
  authors: string[]
  summary: string | null
  summaryRuns: StyledRun[] | null
  /** The page to credit where a machine at Hugging Face wrote the summary. */
  summaryUrl: string | null
  /** Why it is on the list, in one line; null where only its place on it tells. */
  reason: string | null
  /** By its authors, since it was listed. */
  withdrawn: boolean
  topics: string[]
  /** http and https only: papers/allowed-link has seen to it. */
  links: PaperLinks
}

const linked = ['paper', 'pdf', 'code', 'project'] as const

/** So many names are read; the rest is a number. */
const namesShown = 8

/** The papers of a day in their order. `level` is that of the titles' headings. */
export function Papers({ words, papers, level }: { words: Words; papers: ShownPaper[]; level: 'h2' | 'h3' }) {
  return (
    <ol class="papers">
      {papers.map((paper, index) => (
        <li key={index}>
          <Paper words={words} paper={paper} place={index + 1} level={level} />
        </li>
      ))}
    </ol>
  )
}

interface OnePaper {
  words: Words
  paper: ShownPaper
  place: number
  level: 'h2' | 'h3'
}

function Paper({ words, paper, place, level: Heading }: OnePaper) {
  const links = linked.flatMap((name) => {
    const url = paper.links[name]
    return url === undefined ? [] : [{ label: say(words, `paper.link.${name}`), url }]
  })
  return (
    <article class="paper">
      <span class="place" aria-hidden="true">
        {place}
      </span>
      <Heading class="title">
        <a href={paper.id === null ? paper.links.paper : `/paper/${paper.id}`}>
          <StyledText words={words} text={paper.title} runs={paper.titleRuns} />
        </a>
      </Heading>
      {paper.withdrawn ? <p class="withdrawn">{say(words, 'paper.withdrawn')}</p> : null}
      {paper.authors.length === 0 ? null : <p class="authors">{names(words, paper.authors)}</p>}
      {paper.summary === null ? null : (
        <p class="summary">
          <StyledText words={words} text={paper.summary} runs={paper.summaryRuns} />
        </p>
      )}
      {paper.summaryUrl === null ? null : <SummarySource words={words} url={paper.summaryUrl} />}
      {paper.reason === null ? null : <p class="reason">{paper.reason}</p>}
      <div class="more">
        <ul class="links" aria-label={say(words, 'paper.links')}>
          {links.map(({ label, url }) => (
            <li key={url}>
              <a href={url}>{label}</a>
            </li>
          ))}
        </ul>
        {paper.topics.length === 0 ? null : (
          <ul class="topics" aria-label={say(words, 'paper.topics')}>
            {paper.topics.map((topic) => (
              <li key={topic}>{topic}</li>
            ))}
          </ul>
        )}
      </div>
    </article>
  )
}

function names(words: Words, authors: string[]): string {
  if (authors.length <= namesShown + 1) return authors.join(', ')
  return say(words, 'paper.authors', {
    names: authors.slice(0, namesShown).join(', '),
    more: authors.length - namesShown
  })
}
