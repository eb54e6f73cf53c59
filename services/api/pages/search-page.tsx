import type { FoundPaper, SearchOutcome } from '../../papers/search-papers.ts'
import type { Config } from '../../platform/config.ts'
import { longDay, publication } from './dates.ts'
import { renderPage } from './layout.tsx'
import { SearchForm } from './search-form.tsx'
import { StyledText } from './styled-text.tsx'

/** Papers by a question. `asked` is as it was typed, without what no text contains. */
export function searchPage(config: Config, { asked, outcome }: { asked: string; outcome: SearchOutcome }): string {
  return renderPage({
    config,
    title: asked === '' ? 'Search' : `${asked}: search`,
    // Only the empty form is a page for search engines.
    description: asked === '' ? `Search all papers of ${config.siteName}.` : undefined,
    canonical: '/search',
    current: 'search',
    children: (
      <div class="column plain">
        <h1>Search the papers</h1>
        <SearchForm asked={asked} />
        <Outcome asked={asked} outcome={outcome} />
      </div>
    )
  })
}

function Outcome({ asked, outcome }: { asked: string; outcome: SearchOutcome }) {
  switch (outcome.kind) {
    case 'nothing_asked':
      return asked === '' ? (
        <Hints />
      ) : (
        <Empty heading="No word to look for" text="Ask with a word of a title or a name." />
      )
    case 'none':
      return (
        <Empty
          heading="No paper found"
          text="Fewer words find more. The words are looked for in titles, authors, topics and abstracts."
        />
      )
    case 'found':
      return <Found asked={asked} outcome={outcome} />
  }
}

function Hints() {
  return (
    <div class="prose">
      <p class="quiet">
        Words of titles, authors, topics and abstracts. <kbd>"two words"</kbd> finds them side by side, <kbd>-word</kbd>{' '}
        leaves papers with it out. Small typing mistakes are forgiven.
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

function Found({ asked, outcome }: { asked: string; outcome: Found }) {
  const { by, searched, total, page, pages, papers, more } = outcome
  const count = `${total.toLocaleString('en-US')}${more ? ' or more' : ''}`
  return (
    <section class="results" aria-labelledby="results">
      <h2 class="facts" id="results">
        {total === 1 ? 'One paper' : `${count} papers`}
        {by === 'question' ? null : (
          <>
            {' '}
            for <strong>{searched}</strong>
          </>
        )}
        {pages > 1 ? `, page ${page} of ${pages}` : ''}
      </h2>
      {by === 'correction' ? <p class="quiet">Nothing has “{asked}”.</p> : null}
      {by === 'some_words' ? <p class="quiet">No paper has all of these words; these have some.</p> : null}
      <ol class="found" start={(page - 1) * outcome.pageSize + 1}>
        {papers.map((paper) => (
          <li key={paper.id}>
            <Result paper={paper} />
          </li>
        ))}
      </ol>
      <Pages asked={asked} page={page} pages={pages} />
    </section>
  )
}

function Result({ paper }: { paper: FoundPaper }) {
  const { authors } = paper
  const named =
    authors.length > 4 ? `${authors.slice(0, 3).join(', ')} and ${authors.length - 3} more` : authors.join(', ')
  return (
    <article>
      <h3>
        <a href={`/paper/${paper.id}`}>
          <StyledText text={paper.title} runs={paper.titleRuns} />
        </a>
      </h3>
      {paper.withdrawn ? <p class="withdrawn">Withdrawn by its authors</p> : null}
      {named === '' ? null : <p class="authors">{named}</p>}
      {paper.summary === null ? null : <p class="summary">{paper.summary}</p>}
      <p class="authors">
        {paper.publishedOn === null ? null : publication(paper.publishedOn)}
        {paper.publishedOn !== null && paper.feedDay !== null ? ' · ' : null}
        {paper.feedDay === null ? null : (
          <>
            listed on <a href={`/papers/${paper.feedDay}`}>{longDay(paper.feedDay)}</a>
          </>
        )}
      </p>
    </article>
  )
}

function Pages({ asked, page, pages }: { asked: string; page: number; pages: number }) {
  if (pages < 2) return null
  const to = (target: number) => `/search?${new URLSearchParams({ q: asked, page: String(target) }).toString()}`
  return (
    <nav class="days" aria-label="Pages of results">
      {page > 1 ? (
        <a class="previous" rel="prev" href={to(page - 1)}>
          ← Page {page - 1}
        </a>
      ) : null}
      {page < pages ? (
        <a class="next" rel="next" href={to(page + 1)}>
          Page {page + 1} →
        </a>
      ) : null}
    </nav>
  )
}
