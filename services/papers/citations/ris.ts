import { type CitedPaper, citationKey, familyFirst, publicationDate } from './cited-paper.ts'

/** Papers as a .ris file: `TAG  - value` on lines of their own, each ended by CR LF. */
export function ris(papers: readonly CitedPaper[]): string {
  return papers.map(recordOf).join('')
}

function recordOf(paper: CitedPaper): string {
  const { title, authors, abstract, arxivId, doi, topics, links, withdrawnAt } = paper
  const date = publicationDate(paper)
  const fields: [tag: string, value: string | undefined | null][] = [
    // A preprint: RIS has no type for one, and reference managers take this for a manuscript.
    ['TY', 'UNPB'],
    ['ID', citationKey(paper)],
    ['TI', title],
    ...authors.map((author): [string, string] => ['AU', familyFirst(author, 'suffix last')]),
    ['PY', date?.year],
    ['DA', date === undefined ? undefined : [date.year, date.month, date.day ?? ''].join('/')],
    ['AB', abstract],
    ...topics.map((topic): [string, string] => ['KW', topic]),
    ['PB', arxivId === null ? undefined : 'arXiv'],
    ['AN', arxivId === null ? undefined : `arXiv:${arxivId}`],
    ['DO', doi],
    ['UR', links.paper],
    ['L1', links.pdf],
    ['N1', withdrawnAt === null ? undefined : 'Withdrawn by its authors']
  ]
  const lines = fields.flatMap(([tag, value]) => {
    const line = oneLine(value ?? '')
    return line === '' ? [] : [`${tag}  - ${line}\r\n`]
  })
  return `${lines.join('')}ER  - \r\n\r\n`
}

/** A line break would begin a field of its own. */
function oneLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
}
