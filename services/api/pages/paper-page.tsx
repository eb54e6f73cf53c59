import type { Appearance } from '../../editions/archive.ts'
import { publication, shortDate } from '../../mail/words/dates.ts'
import { say, type Words } from '../../mail/words/words.ts'
import type { PaperRecord } from '../../papers/paper-record.ts'
import { saysOnlyPlace } from '../../papers/ranking/reason.ts'
import { sourceLabel } from '../../papers/readings.ts'
import { renderPage } from './layout.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'
import { StyledText } from './styled-text.tsx'
import { SummarySource } from './summary-source.tsx'

interface PaperPage {
  paper: PaperRecord
  appearances: Appearance[]
  bibtex: string
}

interface PaperPart extends PaperPage {
  words: Words
}

const linked = ['paper', 'pdf', 'code', 'project', 'discussion', 'doi'] as const

/** One paper: what it says, where it was, and how to cite it. */
export function paperPage(site: Site, { paper, appearances, bibtex }: PaperPage): string {
  const { words } = site
  // Not the machine's: a description has no room for the credit.
  const summary = paper.summary ?? paper.abstract ?? paper.title
  return renderPage({
    site,
    title: paper.title,
    description: summary.length > 200 ? `${summary.slice(0, 199)}…` : summary,
    canonical: `/paper/${paper.id}`,
    kind: 'article',
    credit: creditOf(words, paper),
    children: (
      <article class="column plain one-paper">
        <p class="kicker">{kickerOf(words, paper)}</p>
        <h1>
          <StyledText words={words} text={paper.title} runs={paper.titleRuns} />
        </h1>
        {paper.withdrawnAt === null ? null : <p class="withdrawn">{say(words, 'paper.withdrawn')}</p>}
        {paper.authors.length === 0 ? null : <p class="authors">{paper.authors.join(', ')}</p>}
        {paper.organization === null ? null : <p class="authors">{paper.organization}</p>}
        <Links words={words} paper={paper} />
        <Texts words={words} paper={paper} />
        <Editions words={words} paper={paper} appearances={appearances} />
        <Citation words={words} id={paper.id} bibtex={bibtex} />
      </article>
    )
  })
}

function kickerOf(words: Words, { publishedOn, arxivId }: PaperRecord): string {
  const when = publishedOn === null ? [] : [publication(publishedOn, words)]
  const where = arxivId === null ? [] : [say(words, 'paper.arxiv', { id: arxivId })]
  return [...when, ...where].join(' · ') || say(words, 'paper.kicker')
}

function Links({ words, paper }: Pick<PaperPart, 'words' | 'paper'>) {
  return (
    <ul class="link-row" aria-label={say(words, 'paper.links')}>
      {linked.flatMap((name) => {
        const url = paper.links[name]
        if (url === undefined) return []
        return (
          <li key={name}>
            <a class="chip" href={url}>
              {say(words, `paper.link.${name}`)}
              {name === 'code' && paper.stars !== null && paper.stars > 0 ? (
                <span class="stars">{say(words, 'paper.stars', { count: paper.stars })}</span>
              ) : null}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Texts({ words, paper }: Pick<PaperPart, 'words' | 'paper'>) {
  const { summary, machineSummary, abstract, abstractRuns, topics, links } = paper
  return (
    <>
      {summary === null ? null : <p class="standfirst">{summary}</p>}
      {summary !== null || machineSummary === null || links.discussion === undefined ? null : (
        <>
          <p class="standfirst">{machineSummary}</p>
          <SummarySource words={words} url={links.discussion} />
        </>
      )}
      {abstract === null ? null : (
        <section class="abstract" aria-labelledby="abstract">
          <h2 id="abstract">{say(words, 'paper.abstract')}</h2>
          <p>
            <StyledText words={words} text={abstract} runs={abstractRuns} />
          </p>
        </section>
      )}
      {topics.length === 0 ? null : (
        <ul class="topic-row" aria-label={say(words, 'paper.topics')}>
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

const kinds = { pool: 'paper.inEdition', late_riser: 'paper.lateRiser', correction: 'paper.correction' } as const

function Editions({ words, paper, appearances }: Pick<PaperPart, 'words' | 'paper' | 'appearances'>) {
  if (appearances.length === 0 && paper.days.length === 0) return null
  return (
    <section class="section" aria-labelledby="editions">
      <h2 id="editions">{say(words, 'paper.places')}</h2>
      <ul class="places">
        {appearances.map(({ day, kind, place, reason }) => (
          <li key={`${day} ${kind}`}>
            <p>
              {place === null
                ? sentence(words, kinds[kind], { day: <a href={`/editions/${day}`}>{shortDate(day, words)}</a> })
                : sentence(words, 'paper.inEditionAt', {
                    day: <a href={`/editions/${day}`}>{shortDate(day, words)}</a>,
                    place
                  })}
            </p>
            {saysOnlyPlace(reason, paper.days, words) ? null : <p class="why">{reason}</p>}
          </li>
        ))}
        {paper.days.map((day) => (
          <li key={day}>
            <p>{sentence(words, 'paper.listed', { day: <a href={`/papers/${day}`}>{shortDate(day, words)}</a> })}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Citation({ words, id, bibtex }: { words: Words; id: number; bibtex: string }) {
  return (
    <section class="section" aria-labelledby="cite">
      <h2 id="cite">{say(words, 'paper.cite')}</h2>
      <pre class="citation">{bibtex}</pre>
      <ul class="link-row" aria-label={say(words, 'paper.files')}>
        <li>
          <a class="chip" href={`/paper/${id}.bib`}>
            {say(words, 'paper.bibtexFile')}
          </a>
        </li>
        <li>
          <a class="chip" href={`/paper/${id}.ris`}>
            {say(words, 'paper.risFile')}
          </a>
        </li>
      </ul>
    </section>
  )
}

function creditOf(words: Words, { links: { discussion } }: PaperRecord) {
  if (discussion === undefined || !discussion.startsWith('https://huggingface.co/')) return undefined
  return sentence(words, 'paper.credit', { source: <a href={discussion}>{sourceLabel('huggingface')}</a> })
}
