import type { Db } from '../platform/database.ts'
import { editDistance } from './edit-distance.ts'
import {
  type Alike,
  anyOf,
  asked,
  type FoundRow,
  findAlike,
  findMatches,
  isEmptyQuery,
  mostRanked,
  type Wanted
} from './search.queries.ts'
import { cleanQuestion, rewritten, termsOf, withoutOf, wordsOf } from './search-query.ts'
import { type ShownTexts, shownTexts } from './shown-texts.ts'

const pageSize = 20
/** Who has not found it on so many pages asks another question. */
const mostPages = 25

/** What is shown of a paper that was found. */
export interface FoundPaper extends ShownTexts {
  id: number
  authors: string[]
  arxivId: string | null
  publishedOn: string | null
  withdrawn: boolean
  /** The newest feed day it was listed on. */
  feedDay: string | null
}

const summaryLength = 240

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
      /** Whether there may be more that are not ranked. */
      more: boolean
      page: number
      pages: number
      pageSize: number
      papers: FoundPaper[]
    }

/**
 * Papers by a question, best first. A question that nothing matches is asked again with the words
 * that nobody wrote replaced by their nearest, and then as any of its words; what papers are wanted
 * without stays as it is.
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

  const terms = termsOf(cleaned)
  const words = wordsOf(terms)
  const alike = await findAlike(db, words)
  const meant = new Map(alike.flatMap((one) => meantBy(one).map((word) => [one.word, word] as const)))
  if (meant.size === 0) return { kind: 'none' }
  const searched = rewritten(terms, meant)
  const corrected = meant.size === words.length ? await readPage(db, asked(searched), page) : undefined
  if (corrected !== undefined) return { kind: 'found', by: 'correction', searched, ...corrected }
  const known = [...new Set(meant.values())]
  const without = withoutOf(terms)
  const some = await readPage(db, anyOf(known, without), page)
  if (some === undefined) return { kind: 'none' }
  return { kind: 'found', by: 'some_words', searched: [...known, without].join(' ').trim(), ...some }
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
  return {
    total,
    more: total >= mostRanked,
    page: shown,
    pages: Math.min(mostPages, Math.ceil(total / pageSize)),
    pageSize,
    papers: rows.map(foundPaper)
  }
}

function foundPaper(row: FoundRow): FoundPaper {
  const { id, authors, arxivId, publishedOn, withdrawn, feedDay } = row
  return { ...shownTexts(row, summaryLength), id, authors, arxivId, publishedOn, withdrawn, feedDay }
}

/** The word that a word was meant to be; none where no word is near enough: one wrong letter in three. */
function meantBy({ word, known, alike }: Alike): string[] {
  if (known) return [word]
  const near = alike
    .map((other) => ({ other, distance: editDistance(word, other) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
  // toSorted keeps the order of equals: the likest first.
  return near
    .toSorted((one, next) => one.distance - next.distance)
    .slice(0, 1)
    .map(({ other }) => other)
}
