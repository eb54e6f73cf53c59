export interface ShownPaper {
  title: string
  authors: string[]
  summary: string | undefined
  /** Why it is on the list, in one line. */
  reason: string | undefined
  topics: string[]
  /** Already allowed schemes only; the first is where the title leads. */
  links: { label: string; url: string }[]
}

/** So many names are read; the rest is a number. */
const namesShown = 8

/** The papers of a day in their order. `level` is that of the titles' headings. */
export function Papers({ papers, level }: { papers: ShownPaper[]; level: 'h2' | 'h3' }) {
  return (
    <ol class="papers">
      {papers.map((paper, index) => (
        <li key={index}>
          <Paper paper={paper} place={index + 1} level={level} />
        </li>
      ))}
    </ol>
  )
}

function Paper({ paper, place, level: Heading }: { paper: ShownPaper; place: number; level: 'h2' | 'h3' }) {
  const [first] = paper.links
  return (
    <article class="paper">
      <span class="place" aria-hidden="true">
        {place}
      </span>
      <Heading class="title">{first === undefined ? paper.title : <a href={first.url}>{paper.title}</a>}</Heading>
      {paper.authors.length === 0 ? null : <p class="authors">{names(paper.authors)}</p>}
      {paper.summary === undefined ? null : <p class="summary">{paper.summary}</p>}
      {paper.reason === undefined ? null : <p class="reason">{paper.reason}</p>}
      {paper.links.length + paper.topics.length === 0 ? null : (
        <div class="more">
          {paper.links.length === 0 ? null : (
            <ul class="links" aria-label="Links">
              {paper.links.map(({ label, url }) => (
                <li key={url}>
                  <a href={url}>{label}</a>
                </li>
              ))}
            </ul>
          )}
          {paper.topics.length === 0 ? null : (
            <ul class="topics" aria-label="Topics">
              {paper.topics.map((topic) => (
                <li key={topic}>{topic}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </article>
  )
}

function names(authors: string[]): string {
  if (authors.length <= namesShown + 1) return authors.join(', ')
  return `${authors.slice(0, namesShown).join(', ')} and ${authors.length - namesShown} more`
}
