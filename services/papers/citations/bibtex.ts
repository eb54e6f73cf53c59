import { type CitedPaper, citationKey, familyFirst, isGroup, publicationDate } from './cited-paper.ts'
import { latexOf, latexTitle } from './latex.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Papers as a .bib file. */
export function bibtex(papers: readonly CitedPaper[]): string {
  return papers.map(entryOf).join('\n')
}

function entryOf(paper: CitedPaper): string {
  const { title, titleRuns, authors, arxivId, doi, links, withdrawnAt } = paper
  const date = publicationDate(paper)
  const month = date === undefined ? undefined : months[Number(date.month) - 1]
  const fields: [name: string, value: string | undefined][] = [
    ['title', braced(latexTitle(title, titleRuns))],
    ['author', authors.length === 0 ? undefined : braced(authors.map(nameOf).join(' and '))],
    ['year', date === undefined ? undefined : braced(date.year)],
    // A macro of every style, so without braces.
    ['month', month],
    ['eprint', arxivId === null ? undefined : braced(arxivId)],
    ['archiveprefix', arxivId === null ? undefined : braced('arXiv')],
    ['doi', doi === null ? undefined : braced(verbatim(doi))],
    ['url', braced(verbatim(links.paper))],
    ['note', withdrawnAt === null ? undefined : braced('Withdrawn by its authors')]
  ]
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(13)} = ${value}`]))
  return `@misc{${citationKey(paper)},\n${lines.join(',\n')}\n}\n`
}

/** BibTeX splits names at "and" and at commas: a name with more of either than it knows is one name. */
function nameOf(name: string): string {
  return isGroup(name) || name.split(',').length > 2
    ? `{${latexOf(name)}}`
    : latexOf(familyFirst(name, 'suffix second'))
}

function braced(value: string): string {
  return `{${value}}`
}

/** url and doi are verbatim: nothing is escaped, so what would end or upset the value is written as in URLs. */
function verbatim(value: string): string {
  return value.replaceAll(/[{}\\"%\s](?![0-9A-Fa-f]{2})|[{}\\"\s]/g, (sign) => encodeURIComponent(sign))
}
