import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { addDays, isFeedDay, openFeedDay } from './feed-day.ts'
import {
  findPapers,
  insertPapers,
  lockPapers,
  type NewListing,
  updatePaper,
  upsertListings,
  upsertNames
} from './import.queries.ts'
import { type ImportedPaper, type Refusal, residueOf } from './imported-paper.ts'
import { parseJsonPapers } from './json-papers.ts'
import { namesOf } from './paper-names.ts'
import { type ImportPlan, planImport } from './plan-import.ts'
import { parseSavedPage } from './saved-page.ts'

export interface ImportOutcome {
  /** Papers that were not known. */
  imported: number
  /** Known papers of which something changed: a text, a link, a place on the day's list. */
  updated: number
  unchanged: number
  refused: Refusal[]
  /** Formulas and macros in the file's titles and abstracts that nobody here knows. */
  residue: number
}

/**
 * Imports a saved Daily Papers page or a JSON array as the list of a feed day, in one
 * transaction; a second time it changes nothing. A bad entry is refused by its line and the
 * others are imported. Throws DATE_INVALID, DATE_NOT_OPEN and FILE_INVALID.
 *
 * Texts are cleaned once (clean-text/) and stored as plain text, which search, feeds, JSON and the
 * mail's text part read, and beside it as runs where they have styles. Neither is HTML: nothing in
 * the database has to be trusted as markup.
 */
export async function importPapers(
  { db, clock }: { db: Db; clock: Clock },
  { content, day }: { content: string; day: string }
): Promise<ImportOutcome> {
  const now = clock.now()
  refuseDay(day, now)
  const { source, papers, refused } = parse(content)
  return db.transaction().execute(async (trx) => {
    await lockPapers(trx)
    const plan = planImport(await findPapers(trx, papers.flatMap(namesOf)), papers)
    const outcome = await store(trx, plan, { source, day }, now)
    return {
      ...outcome,
      refused: [...refused, ...outcome.refused].toSorted((one, other) => one.line - other.line),
      residue: residueOf(...papers).residue ?? 0
    }
  })
}

function refuseDay(day: string, now: Date): void {
  if (!isFeedDay(day)) throw new AppError('DATE_INVALID', `not a date: ${day} (YYYY-MM-DD)`)
  // East of New York the calendar is up to a day ahead of the feed.
  const latest = addDays(openFeedDay(now), 1)
  if (day > latest) throw new AppError('DATE_NOT_OPEN', `${day} has not begun: papers can be listed up to ${latest}`)
}

function parse(content: string) {
  const text = content.replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new AppError('FILE_INVALID', 'the file is empty')
  return /^\s*[[{]/.test(text)
    ? { source: 'json', ...parseJsonPapers(text) }
    : { source: 'saved-page', ...parseSavedPage(text) }
}

async function store(
  db: Db,
  { fresh, known, names, refused }: ImportPlan,
  list: List,
  now: Date
): Promise<Omit<ImportOutcome, 'residue'>> {
  await upsertNames(db, names)
  const changed = new Set<number>()
  for (const { paper } of known.filter((match) => match.changed)) {
    await updatePaper(db, paper, now)
    changed.add(paper.id)
  }
  const ids = await insertPapers(
    db,
    fresh.map(({ paper }) => paper),
    now
  )
  const listings = [
    ...known.map(({ paper, from }) => listing(paper.id, from, list)),
    ...fresh.map(({ paper, from }) => listing(ids.get(paper.title_key), from, list))
  ]
  for (const id of await upsertListings(db, listings, now)) changed.add(id)
  const updated = known.filter(({ paper }) => changed.has(paper.id)).length
  return { imported: fresh.length, updated, unchanged: known.length - updated, refused }
}

interface List {
  source: string
  day: string
}

function listing(id: number | undefined, { title, position, votes }: ImportedPaper, { source, day }: List): NewListing {
  if (id === undefined) throw new Error(`no row was made for "${title}"`)
  return { paper_id: id, feed_day: day, source, position, votes: votes ?? null }
}
