import { type Selectable, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { PaperListings, Papers } from '../platform/database-types.ts'

/** A paper's own columns, without its listings. */
export type PaperRow = Omit<Selectable<Papers>, 'created_at' | 'updated_at'>
export type NewPaper = Omit<PaperRow, 'id'>

export type NewListing = Omit<Selectable<PaperListings>, 'first_seen_at'>

// A statement takes 65,535 values and a paper has a dozen.
const rowsAtOnce = 2000

const paperColumns = [
  'id',
  'arxiv_id',
  'title',
  'title_key',
  'authors',
  'abstract',
  'summary',
  'published_on',
  'code_url',
  'project_url',
  'topics'
] as const

/** One writer of papers at a time: two imports of one file must not both find a paper missing. */
export async function lockPapers(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('daily-papers/papers'))`.execute(db)
}

/** The papers that have one of these arXiv ids or titles. */
export function findPapers(db: Db, { arxivIds, titleKeys }: { arxivIds: string[]; titleKeys: string[] }) {
  return db
    .selectFrom('papers')
    .select(paperColumns)
    .where(({ eb, or }) =>
      or([eb('arxiv_id', '=', sql<string>`any(${arxivIds})`), eb('title_key', '=', sql<string>`any(${titleKeys})`)])
    )
    .execute()
}

/** Returns the new papers' ids by title_key. */
export async function insertPapers(db: Db, papers: readonly NewPaper[], now: Date): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (let at = 0; at < papers.length; at += rowsAtOnce) {
    const rows = await db
      .insertInto('papers')
      .values(papers.slice(at, at + rowsAtOnce).map((paper) => ({ ...paper, created_at: now, updated_at: now })))
      .returning(['id', 'title_key'])
      .execute()
    for (const { id, title_key } of rows) ids.set(title_key, id)
  }
  return ids
}

export async function updatePaper(db: Db, { id, ...columns }: PaperRow, now: Date): Promise<void> {
  await db
    .updateTable('papers')
    .set({ ...columns, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** Puts papers on a list, or in another place on it; returns the ids of those for which that changed something. */
export async function upsertListings(db: Db, listings: readonly NewListing[], now: Date): Promise<Set<number>> {
  const changed = new Set<number>()
  for (let at = 0; at < listings.length; at += rowsAtOnce) {
    const rows = await db
      .insertInto('paper_listings')
      .values(listings.slice(at, at + rowsAtOnce).map((listing) => ({ ...listing, first_seen_at: now })))
      .onConflict((conflict) =>
        conflict
          .columns(['feed_day', 'source', 'paper_id'])
          .doUpdateSet(({ ref }) => ({ position: ref('excluded.position'), votes: ref('excluded.votes') }))
          .where(
            sql<boolean>`(paper_listings.position, paper_listings.votes) is distinct from (excluded.position, excluded.votes)`
          )
      )
      .returning('paper_id')
      .execute()
    for (const { paper_id } of rows) changed.add(paper_id)
  }
  return changed
}
