import type { Appearance } from '../../editions/archive.ts'
import type { PaperRecord } from '../../papers/paper-record.ts'
import type { Config } from '../../platform/config.ts'
import { longDay, publication } from './dates.ts'
import { renderPage } from './layout.tsx'
import { StyledText } from './styled-text.tsx'

interface PaperPage {
  paper: PaperRecord
  appearances: Appearance[]
  bibtex: string
}

const labels: [keyof PaperRecord['links'], string][] = [
  ['paper', 'Paper'],
  ['pdf', 'PDF'],
  ['code', 'Code'],
  ['project', 'Project'],
  ['discussion', 'Discussion'],
  ['doi', 'DOI']
]

/** One paper: what it says, where it was, and how to cite it. */
export function paperPage(config: Config, { paper, appearances, bibtex }: PaperPage): string {
  const summary = paper.summary ?? paper.machineSummary ?? paper.abstract ?? paper.title
  return renderPage({
    config,
    title: paper.title,
    description: summary.length > 200 ? `${summary.slice(0, 199)}…` : summary,
    canonical: `/paper/${paper.id}`,
    kind: 'article',
    credit: creditOf(paper),
    children: (
      <article class="column plain one-paper">
        <p class="kicker">{kickerOf(paper)}</p>
        <h1>
          <StyledText text={paper.title} runs={paper.titleRuns} />
        </h1>
        {paper.withdrawnAt === null ? null : <p class="withdrawn">Withdrawn by its authors</p>}
        {paper.authors.length === 0 ? null : <p class="authors">{paper.authors.join(', ')}</p>}
        {paper.organization === null ? null : <p class="authors">{paper.organization}</p>}
        <Links paper={paper} />
        <Texts paper={paper} />
        <Editions paper={paper} appearances={appearances} />
        <Citation id={paper.id} bibtex={bibtex} />
      </article>
    )
  })
}

function kickerOf({ publishedOn, arxivId }: PaperRecord): string {
  const when = publishedOn === null ? [] : [publication(publishedOn)]
  const where = arxivId === null ? [] : [`arXiv ${arxivId}`]
  return [...when, ...where].join(' · ') || 'Paper'
}

function Links({ paper }: Pick<PaperPage, 'paper'>) {
  return (
    <ul class="link-row" aria-label="Links">
      {labels.flatMap(([name, label]) => {
        const url = paper.links[name]
        if (url === undefined) return []
        return (
          <li key={name}>
            <a class="chip" href={url}>
              {label}
              {name === 'code' && paper.stars !== null && paper.stars > 0 ? (
                <span class="stars">{`${paper.stars.toLocaleString('en-US')} ${paper.stars === 1 ? 'star' : 'stars'}`}</span>
              ) : null}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Texts({ paper }: Pick<PaperPage, 'paper'>) {
  const { summary, machineSummary, abstract, abstractRuns, topics } = paper
  return (
    <>
      {summary === null ? null : <p class="standfirst">{summary}</p>}
      {summary !== null || machineSummary === null ? null : (
        <p class="standfirst">
          {machineSummary} <small>AI summary, Hugging Face</small>
        </p>
      )}
      {abstract === null ? null : (
        <section class="abstract" aria-labelledby="abstract">
          <h2 id="abstract">Abstract</h2>
          <p>
            <StyledText text={abstract} runs={abstractRuns} />
          </p>
        </section>
      )}
      {topics.length === 0 ? null : (
        <ul class="topic-row" aria-label="Topics">
          {topics.map((topic) => (
            <li key={topic}>
              <a href={`/search?${new URLSearchParams({ q: topic }).toString()}`}>{topic}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const kinds = {
  pool: 'In the edition of',
  late_riser: 'Late riser in the edition of',
  correction: 'Corrected in that of'
}

function Editions({ paper, appearances }: Pick<PaperPage, 'paper' | 'appearances'>) {
  if (appearances.length === 0 && paper.days.length === 0) return null
  return (
    <section class="section" aria-labelledby="editions">
      <h2 id="editions">Where it was</h2>
      <ul class="places">
        {appearances.map(({ day, kind, place, reason }) => (
          <li key={`${day} ${kind}`}>
            <p>
              {kinds[kind]} <a href={`/editions/${day}`}>{longDay(day)}</a>
              {place === null ? '' : `, no. ${place}`}
            </p>
            <p class="why">{reason}</p>
          </li>
        ))}
        {paper.days.map((day) => (
          <li key={day}>
            <p>
              Listed on <a href={`/papers/${day}`}>{longDay(day)}</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Citation({ id, bibtex }: { id: number; bibtex: string }) {
  return (
    <section class="section" aria-labelledby="cite">
      <h2 id="cite">Cite it</h2>
      <pre class="citation">{bibtex}</pre>
      <ul class="link-row" aria-label="Files">
        <li>
          <a class="chip" href={`/paper/${id}.bib`}>
            BibTeX file
          </a>
        </li>
        <li>
          <a class="chip" href={`/paper/${id}.ris`}>
            RIS file
          </a>
        </li>
      </ul>
    </section>
  )
}

function creditOf({ links: { discussion } }: PaperRecord) {
  if (discussion === undefined || !discussion.startsWith('https://huggingface.co/')) return undefined
  return (
    <>
      Listed by <a href={discussion}>Hugging Face Daily Papers</a>.
    </>
  )
}
