import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export type Act = 'add' | 'pin' | 'drop'

/** What a curator is told about a paper. */
export interface CuratedPaper {
  id: number
  arxivId: string | null
  title: string
  withdrawn: boolean
  /** The feed day of the edition whose pool has it, cancelled ones aside; the newest where two have. */
  frozenIn: string | null
}

/** A paper by its id, also by that of one that was merged into it. */
export async function findCurated(db: Db, id: number): Promise<CuratedPaper | undefined> {
  const { rows } = await sql<CuratedPaper>`
    select p.id, p.arxiv_id as "arxivId", p.title, p.withdrawn_at is not null as withdrawn,
      (select max(e.feed_day) from papers q join edition_papers ep on ep.paper_id = q.id join editions e on e.id = ep.edition_id
       where (q.id = p.id or q.merged_into = p.id) and e.state <> 'cancelled') as "frozenIn"
    from papers named join papers p on p.id = coalesce(named.merged_into, named.id)
    where named.id = ${id}`.execute(db)
  return rows[0]
}

/** Every curation of a paper, oldest first. */
export async function findCurations(db: Db, paperId: number) {
  return db
    .selectFrom('curations')
    .select(['act', 'curator', 'note', 'at'])
    .where('paper_id', '=', paperId)
    .orderBy('id')
    .execute()
}

export async function insertCuration(
  db: Db,
  { paperId, act, by, note, at }: { paperId: number; act: Act; by: string; note: string | null; at: Date }
): Promise<void> {
  await db.insertInto('curations').values({ paper_id: paperId, act, curator: by, note, at }).execute()
}

/** The place after the last on the lists of a day, and whether a paper is on one of them. */
export async function findPlace(
  db: Db,
  { day, paperId }: { day: string; paperId: number }
): Promise<{ next: number; listed: boolean }> {
  const { rows } = await sql<{ next: number; listed: boolean }>`
    select coalesce(max(position), 0) + 1 as next, coalesce(bool_or(paper_id = ${paperId}), false) as listed
    from paper_listings where feed_day = ${day}`.execute(db)
  return rows[0] ?? { next: 1, listed: false }
}
