import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export type Counts = Record<string, number>

export async function countSubscribers(db: Db): Promise<Counts> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*) as count from subscribers group by state`.execute(db)
  return toCounts(rows)
}

/** Notices that are not final yet. */
export async function countNoticesOwed(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from notices
    where state in ('planned', 'deferred', 'in_doubt')`.execute(db)
  return rows[0]?.count ?? 0
}

/** The edition of the newest feed day, else the sample (feedDay null), with its deliveries by state. */
export async function newestEditionCounts(
  db: Db
): Promise<{ feedDay: string | null; state: string; expected: number; deliveries: Counts } | undefined> {
  const { rows } = await sql<{ id: number; feed_day: string | null; state: string; expected: number }>`
    select id, feed_day, state, expected from editions order by feed_day desc nulls last limit 1`.execute(db)
  const [edition] = rows
  if (edition === undefined) return undefined
  const counted = await sql<{ state: string; count: number }>`
    select state, count(*) as count from deliveries where edition_id = ${edition.id} group by state`.execute(db)
  const { feed_day: feedDay, state, expected } = edition
  return { feedDay, state, expected, deliveries: toCounts(counted.rows) }
}

/** What last went wrong: a job that threw, a freeze that failed or was missed, a mail that was not taken at once. */
export async function lastError(db: Db): Promise<{ at: Date; what: string; reason: string } | undefined> {
  const { rows } = await sql<{ at: Date; what: string; reason: string | null }>`
    (select settled_at as at, 'freeze ' || outcome as what, reason from freezes
     where outcome in ('failed', 'missed') order by settled_at desc limit 1)
    union all
    (select at, 'delivery ' || outcome, reply from attempts
     where outcome <> 'accepted' and edition_id in (select id from editions order by feed_day desc nulls last limit 2)
     order by at desc limit 1)
    union all
    (select coalesce(settled_at, due_at), kind || ' ' || state, reply from notices
     where state in ('refused', 'deferred', 'in_doubt', 'expired') order by 1 desc limit 1)
    union all
    (select failed_at, 'job ' || job, error from job_runs where error is not null order by failed_at desc limit 1)
    order by at desc limit 1`.execute(db)
  const [row] = rows
  return row && { at: row.at, what: row.what.replace('_', ' '), reason: row.reason ?? 'no reason was recorded' }
}

function toCounts(rows: { state: string; count: number }[]): Counts {
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
