import type { Db } from '../platform/database.ts'
import { anyOf, asked, type FoundRow, findMatches, findMeant, isEmptyQuery, type Wanted } from './search.queries.ts'
import { cleanQuestion, wordsOf } from './search-query.ts'

export const pageSize = 20
/** Who has not found it on so many pages asks another question. */
export const mostPages = 25

export type SearchOutcome =
  /** No word to look for: nothing was asked, or only words like "the". */
  | { kind: 'nothing_asked' }
  | { kind: 'none' }
  | {
      kind: 'found'
      /** What the papers match: the question, the question with its words corrected, or some of its words. */
      by: 'question' | 'correction' | 'some_words'
      /** The question as it was searched for. */
      searched: string
      /** How many match, as far as they are ranked. */
      total: number
      page: number
      pages: number
      papers: FoundRow[]
    }

/**
 * Papers by a question, best first. A question that nothing matches is asked again with the words
 * that nobody wrote replaced by their nearest, and then as any of its words.
 * `page` from 1; one past the last is the last.
 */
export async function searchPapers(
  { db }: { db: Db },
  { question, page }: { question: string; page: number }
): Promise<SearchOutcome> {
  const cleaned = cleanQuestion(question)
  const wanted = asked(cleaned)
  if (cleaned === '' || (await isEmptyQuery(db, wanted))) return { kind: 'nothing_asked' }
  const direct = await readPage(db, wanted, page)
  if (direct !== undefined) return { kind: 'found', by: 'question', searched: cleaned, ...direct }

  const words = wordsOf(cleaned)
  const meant = await findMeant(db, words)
  const known = words.flatMap((word) => meant.get(word) ?? [])
  const searched = known.join(' ')
  const corrected = known.length === words.length ? await readPage(db, asked(searched), page) : undefined
  if (corrected !== undefined) return { kind: 'found', by: 'correction', searched, ...corrected }
  const some = known.length === 0 ? undefined : await readPage(db, anyOf(known), page)
  return some === undefined ? { kind: 'none' } : { kind: 'found', by: 'some_words', searched, ...some }
}

async function readPage(db: Db, wanted: Wanted, page: number) {
  const at = (place: number) => ({ offset: (place - 1) * pageSize, limit: pageSize })
  let shown = Math.min(Math.max(1, page), mostPages)
  let { total, rows } = await findMatches(db, wanted, at(shown))
  if (rows.length === 0 && shown > 1) {
    // Past the end nothing says how many there are.
    total = (await findMatches(db, wanted, at(1))).total
    if (total === 0) return undefined
    shown = Math.min(mostPages, Math.ceil(total / pageSize))
    rows = (await findMatches(db, wanted, at(shown))).rows
  }
  if (total === 0) return undefined
  return { total, page: shown, pages: Math.min(mostPages, Math.ceil(total / pageSize)), papers: rows }
}
