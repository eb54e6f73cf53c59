import { parseArxivId } from '../../arxiv-id.ts'
import { readAbstract, readTitle, residueOf } from '../../imported-paper.ts'
import { textOf } from '../loose-values.ts'
import type { SourceItem } from '../source.ts'
import { saysWithdrawn } from '../withdrawal.ts'
import { readAuthors } from './author-list.ts'

/** A paper in arXiv's words, as its feeds and its records tell it. */
export interface Told {
  arxivId: string
  version?: number | undefined
  title: string | undefined
  abstract: string | undefined
  authors: string | undefined
  comment?: string | undefined
  doi: string | undefined
  publishedOn?: string | undefined
}

export type ArxivItem = SourceItem & { arxivId: string }

/** The paper, cleaned, or why it is none. */
export function readPaper(told: Told): { item: ArxivItem } | { reason: string } {
  if (told.title === undefined) return { reason: 'no title' }
  const read = readTitle(told.title, { repair: false })
  if ('reason' in read) return read
  const text = readAbstract(textOf(told.abstract), { repair: false })
  const doi = readDoi(told.doi)
  const item: ArxivItem = {
    arxivId: told.arxivId,
    ...read,
    authors: told.authors === undefined ? [] : readAuthors(told.authors),
    ...(told.version === undefined ? {} : { version: told.version }),
    ...text,
    ...residueOf(read, text),
    ...(doi === undefined ? {} : { doi }),
    ...(told.publishedOn === undefined ? {} : { publishedOn: told.publishedOn }),
    ...(saysWithdrawn({ abstract: text.abstract ?? '', comment: told.comment ?? '' }) ? { withdrawn: true } : {})
  }
  return { item }
}

/**
 * The first DOI of the field, in lower case: upper and lower case mean the same one (ISO 26324).
 * arXiv's own says no more than the id.
 */
function readDoi(text = ''): string | undefined {
  const doi = /(?:^|[\s/])(10\.\d{4,9}\/[!-~]{1,200})(?=\s|$)/.exec(text)?.[1]?.toLowerCase()
  return doi === undefined || parseArxivId(doi) !== undefined ? undefined : doi
}

/** Of several tellings of a paper the newest version, else the first. */
export function newestOf(items: Iterable<ArxivItem>): ArxivItem[] {
  const newest = new Map<string, ArxivItem>()
  for (const item of items) {
    const kept = newest.get(item.arxivId)
    if (kept === undefined || (item.version ?? 0) > (kept.version ?? 0)) newest.set(item.arxivId, item)
  }
  return [...newest.values()]
}
