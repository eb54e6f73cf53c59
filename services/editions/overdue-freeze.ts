import { newestClosedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { freezesBetween } from './freeze-times.ts'
import { findHeldFreezes, settledUntil } from './freezes.queries.ts'

/** The planner looks every ten seconds; a freeze not settled this long after its time means that something is broken. */
export const overdueMs = 10 * 60_000

/** The newest freeze that is owed, is not held, and that nobody has settled for ten minutes. */
export async function overdueFreeze({
  db,
  clock,
  config
}: {
  db: Db
  clock: Clock
  config: Config
}): Promise<{ plannedAt: Date; feedDay: string } | undefined> {
  const until = new Date(clock.now().getTime() - overdueMs)
  const plannedAt = freezesBetween(await settledUntil(db), until, config).at(-1)
  if (plannedAt === undefined) return undefined
  const held = await findHeldFreezes(db)
  if (held.some((freeze) => freeze.plannedAt.getTime() === plannedAt.getTime())) return undefined
  return { plannedAt, feedDay: newestClosedDay(plannedAt) }
}
