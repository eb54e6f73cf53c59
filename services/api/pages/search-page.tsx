import { feedTopicNamed } from '../../editions/feeds/feed-topics.ts'
import { publication, shortDate } from '../../mail/words/dates.ts'
import { say, type Words } from '../../mail/words/words.ts'
import type { FoundPaper, SearchOutcome } from '../../papers/search-papers.ts'
import { FeedRow } from './feeds.tsx'
import { renderPage } from './layout.tsx'
import { SearchForm } from './search-form.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'
import { StyledText } from './styled-text.tsx'
import { SummarySource } from './summary-source.tsx'

/** Papers by a question. `asked` is as it was typed, without what no text contains. */
export function searchPage(site: Site, { asked, outcome }: { asked: string; outcome: SearchOutcome }): string {
  const { config, words } = site
  const topic = feedTopicNamed(asked)
  return renderPage({
    site,
    title: asked === '' ? say(words, 'search.title') : say(words, 'search.titleAsked', { asked }),
    // Only the empty form is a page for search engines.
    description: asked === '' ? say(words, 'search.description', { site: config.siteName }) : undefined,
    canonical: '/search',
    current: 'search',
    topic,
    children: (
      <div class="column plain">
        <h1>{say(words, 'search.heading')}</h1>
        <SearchForm words={words} asked={asked} />
        <Outcome words={words} asked={asked} outcome={outcome} />
        {topic === undefined ? null : (
          <section class="section" aria-labelledby="feeds">
            <h2 id="feeds">{say(words, 'feed.heading')}</h2>
            <FeedRow
              words={words}
              path={`/feed/${topic.slug}`}
              said={say(words, 'feed.ofTopic', { topic: topic.name })}
            />
          </section>
        )}
      </div>
    )
  })
}

function Outcome({ words, asked, outcome }: { words: Words; asked: string; outcome: SearchOutcome }) {
  switch (outcome.kind) {
    case 'nothing_asked':
      return asked === '' ? (
        <Hints words={words} />
      ) : (
        <Empty heading={say(words, 'search.noWord')} text={say(words, 'search.noWordHint')} />
      )
    case 'none':
      return <Empty heading={say(words, 'search.none')} text={say(words, 'search.noneHint')} />
    case 'found':
      return <Found words={words} asked={asked} outcome={outcome} />
  }
}

function Hints({ words }: { words: Words }) {
  return (
    <div class="prose">
      <p class="quiet">
        {sentence(words, 'search.hints', {
          phrase: <kbd>{say(words, 'search.phrase')}</kbd>,
          without: <kbd>{say(words, 'search.without')}</kbd>
        })}
      </p>
    </div>
  )
}

function Empty({ heading, text }: { heading: string; text: string }) {
  return (
    <div class="empty">
      <h2>{heading}</h2>
      <p>{text}</p>
    </div>
  )
}

type Found = Extract<SearchOutcome, { kind: 'found' }>

function Found({ words, asked, outcome }: { words: Words; asked: string; outcome: Found }) {
  const { by, page, pages, papers } = outcome
  return (
    <section class="results" aria-labelledby="results">
      <h2 class="facts" id="results">
        <Count words={words} outcome={outcome} />
      </h2>
      {by === 'correction' ? <p class="quiet">{say(words, 'search.instead', { asked })}</p> : null}
      {by === 'some_words' ? <p class="quiet">{say(words, 'search.some')}</p> : null}
      <ol class="found" start={(page - 1) * outcome.pageSize + 1}>
        {papers.map((paper) => (
          <li key={paper.id}>
            <Result words={words} paper={paper} />
          </li>
        ))}
      </ol>
      <Pages words={words} asked={asked} page={page} pages={pages} />
    </section>
  )
}

/** How many there are, for which words, and which page of them this is. */
function Count({ words, outcome }: { words: Words; outcome: Found }) {
  const { by, searched, total: count, page, pages, more } = outcome
  const papers = say(words, more ? 'search.foundOrMore' : 'search.found', { count })
  const found =
    by === 'question' ? (
      papers
    ) : (
      <>{sentence(words, 'search.foundFor', { found: papers, words: <strong>{searched}</strong> })}</>
    )
  return <>{pages > 1 ? sentence(words, 'search.foundPage', { found, page, pages }) : found}</>
}

function Result({ words, paper }: { words: Words; paper: FoundPaper }) {
  const { authors } = paper
  const named =
    authors.length > 4
      ? say(words, 'paper.authors', { names: authors.slice(0, 3).join(', '), more: authors.length - 3 })
      : authors.join(', ')
  return (
    <article>
      <h3>
        <a href={`/paper/${paper.id}`}>
          <StyledText words={words} text={paper.title} runs={paper.titleRuns} />
        </a>
      </h3>
      {paper.withdrawn ? <p class="withdrawn">{say(words, 'paper.withdrawn')}</p> : null}
      {named === '' ? null : <p class="authors">{named}</p>}
      {paper.summary === null ? null : (
        <p class="summary">
          <StyledText words={words} text={paper.summary} runs={paper.summaryRuns} />
        </p>
      )}
      {paper.summaryUrl === null ? null : <SummarySource words={words} url={paper.summaryUrl} />}
      <p class="authors">
        {paper.publishedOn === null ? null : publication(paper.publishedOn, words)}
        {paper.publishedOn !== null && paper.feedDay !== null ? ' · ' : null}
        {paper.feedDay === null
          ? null
          : sentence(words, 'search.listed', {
              day: <a href={`/papers/${paper.feedDay}`}>{shortDate(paper.feedDay, words)}</a>
            })}
      </p>
    </article>
  )
}

function Pages({ words, asked, page, pages }: { words: Words; asked: string; page: number; pages: number }) {
  if (pages < 2) return null
  const to = (target: number) => `/search?${new URLSearchParams({ q: asked, page: String(target) }).toString()}`
  return (
    <nav class="days" aria-label={say(words, 'search.pages')}>
      {page > 1 ? (
        <a class="previous" rel="prev" href={to(page - 1)}>
          {say(words, 'search.previous', { page: page - 1 })}
        </a>
      ) : null}
      {page < pages ? (
        <a class="next" rel="next" href={to(page + 1)}>
          {say(words, 'search.next', { page: page + 1 })}
        </a>
      ) : null}
    </nav>
  )
}
