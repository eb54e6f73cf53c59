import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Deletes up to `limit` readings that ended before `before`, but the newest of each source and outcome. Returns how many. */
export async function deleteReadings(db: Db, { before, limit }: { before: Date; limit: number }): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from source_readings where id in (
      select id from source_readings
      where finished_at < ${before} and id not in (select max(id) from source_readings group by source, outcome)
      order by id limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Deletes up to `limit` snapshots taken before `before`, but the newest of each paper, which its day's page still shows. */
export async function deleteSnapshots(db: Db, { before, limit }: { before: Date; limit: number }): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from paper_snapshots where (paper_id, seen_at) in (
      select paper_id, seen_at from paper_snapshots s
      where seen_at < ${before}
        and exists (select from paper_snapshots n where n.paper_id = s.paper_id and n.seen_at > s.seen_at)
      order by seen_at limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0)
}
