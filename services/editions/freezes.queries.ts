import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export interface Freeze {
  plannedAt: Date
  outcome: 'frozen' | 'quiet' | 'missed' | 'failed'
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
    select greatest((select max(planned_at) from freezes), (select created_at from installation)) as until`.execute(db)
  if (rows[0] === undefined) throw new Error('the installation row is missing')
  return rows[0].until
}

export async function insertFreezes(db: Db, freezes: Freeze[], now: Date): Promise<void> {
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
        settled_at: now
      }))
    )
    .execute()
}

export async function findFreeze(db: Db, plannedAt: Date) {
  return db.selectFrom('freezes').selectAll().where('planned_at', '=', plannedAt).executeTakeFirst()
}

export async function installedAt(db: Db): Promise<Date> {
  const { created_at } = await db.selectFrom('installation').select('created_at').executeTakeFirstOrThrow()
  return created_at
}
