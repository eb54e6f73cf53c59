import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Freezes that ended without an edition, those that were given up together as one: after a week's downtime there is one alarm. */
export interface LostFreezes {
  outcome: 'failed' | 'missed'
  settledAt: Date
  count: number
  /** Of the newest of them. */
  feedDay: string
  reason: string
}

export async function findLostFreezes(db: Db, since: Date): Promise<LostFreezes[]> {
  const { rows } = await sql<LostFreezes>`
    select outcome, settled_at as "settledAt", count(*) as count,
      (array_agg(feed_day order by planned_at desc))[1] as "feedDay",
      (array_agg(reason order by planned_at desc))[1] as reason
    from freezes where outcome in ('failed', 'missed') and settled_at > ${since}
    group by outcome, settled_at`.execute(db)
  return rows
}

export interface WaitingFreeze {
  plannedAt: Date
  heldAt: Date | null
  feedDay: string
  reason: string
}

export async function findWaitingFreezes(db: Db): Promise<WaitingFreeze[]> {
  const { rows } = await sql<WaitingFreeze>`
    select planned_at as "plannedAt", held_at as "heldAt", feed_day as "feedDay", reason
    from freezes where outcome = 'held' and feed_day is not null`.execute(db)
  return rows
}

/** Editions due at `dueUntil` or before that are neither complete nor paused nor cancelled. */
export async function findUnfinished(
  db: Db,
  dueUntil: Date
): Promise<{ id: number; feedDay: string; state: string; expected: number }[]> {
  const { rows } = await sql<{ id: number; feedDay: string; state: string; expected: number }>`
    select id, feed_day as "feedDay", state, expected from editions
    where state in ('frozen', 'sending') and feed_day is not null and due_at <= ${dueUntil}`.execute(db)
  return rows
}
