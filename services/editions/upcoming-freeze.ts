import type { NextFreeze } from '../papers/collect-papers-due.ts'
import { newestClosedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { nextFreeze } from './freeze-times.ts'
import { findHeldFreezes } from './freezes.queries.ts'
import { deadlineOf } from './settle-freezes-hold.ts'

/** The next time that an edition is made at the latest, and its day: the deadline of one that is held, else the next freeze. */
export async function upcomingFreeze({
  db,
  clock,
  config
}: {
  db: Db
  clock: Clock
  config: Config
}): Promise<NextFreeze> {
  const now = clock.now()
  const planned = nextFreeze(now, config)
  const held = (await findHeldFreezes(db)).filter(({ plannedAt }) => deadlineOf(plannedAt, config) > now)
  const [waiting] = held
  return waiting === undefined
    ? { at: planned, day: newestClosedDay(planned) }
    : { at: deadlineOf(waiting.plannedAt, config), day: newestClosedDay(waiting.plannedAt) }
}
