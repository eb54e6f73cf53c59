import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { deleteEndedMarks } from './budgets.queries.ts'
import { day } from './budgets.ts'
import { deleteEndedPressure, deleteOldRecords, deleteUnconfirmed } from './purge-stale.queries.ts'

/** How long what is kept for a time is kept; the privacy page says the same. */
export const keptDays = {
  /** Somebody who was asked to confirm and never did. */
  unconfirmed: 7,
  /** Requests, links, budgets: what tells of tries. */
  tries: 30
} as const

const atOnce = 1000

/** Deletes what has been kept for as long as it may be. Cheap where there is nothing, so it may run at every sweep. */
export async function purgeStale({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const now = clock.now()
  const before = (days: number) => new Date(now.getTime() - days * day)
  while ((await deleteUnconfirmed(db, before(keptDays.unconfirmed), atOnce)) === atOnce);
  await deleteOldRecords(db, before(keptDays.tries))
  await deleteEndedPressure(db, before(keptDays.tries))
  await deleteEndedMarks(db, now)
}
