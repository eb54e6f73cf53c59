import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export interface Freeze {
  plannedAt: Date
  /** `held`: not settled yet, it waits. */
  outcome: 'held' | 'frozen' | 'quiet' | 'missed' | 'failed'
  feedDay: string | null
  editionId: number | null
  reason: string
}

/** One process settles freezes at a time; the lock ends with the transaction. */
export async function lockFreezes(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('daily-papers/freezes'))`.execute(db)
}

/** After when freezes are owed: the last settled one, else when the database was made. */
export async function settledUntil(db: Db): Promise<Date> {
  const { rows } = await sql<{ until: Date }>`
    select greatest(
      (select max(planned_at) from freezes where outcome <> 'held'),
      (select created_at from installation)) as until`.execute(db)
  if (rows[0] === undefined) throw new Error('the installation row is missing')
  return rows[0].until
}

/** Writes what became of freezes; one that was held remembers since when. */
export async function upsertFreezes(db: Db, freezes: Freeze[], now: Date): Promise<void> {
  if (freezes.length === 0) return
  await db
    .insertInto('freezes')
    .values(
      freezes.map(({ plannedAt, outcome, feedDay, editionId, reason }) => ({
        planned_at: plannedAt,
        outcome,
        feed_day: feedDay,
        edition_id: editionId,
        reason,
        settled_at: now,
        held_at: outcome === 'held' ? now : null
      }))
    )
    .onConflict((conflict) =>
      conflict
        .column('planned_at')
        .doUpdateSet(({ ref }) => ({
          outcome: ref('excluded.outcome'),
          edition_id: ref('excluded.edition_id'),
          reason: ref('excluded.reason'),
          settled_at: ref('excluded.settled_at')
        }))
        .where('freezes.outcome', '=', 'held')
    )
    .execute()
}

/** Freezes that wait, with what they wait for. */
export async function findHeldFreezes(db: Db): Promise<{ plannedAt: Date; reason: string }[]> {
  return db.selectFrom('freezes').select(['planned_at as plannedAt', 'reason']).where('outcome', '=', 'held').execute()
}

export async function findFreeze(db: Db, plannedAt: Date) {
  return db.selectFrom('freezes').selectAll().where('planned_at', '=', plannedAt).executeTakeFirst()
}

export async function installedAt(db: Db): Promise<Date> {
  const { created_at } = await db.selectFrom('installation').select('created_at').executeTakeFirstOrThrow()
  return created_at
}
