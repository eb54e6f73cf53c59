import { completeEdition } from '../editions/sending.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { isOwed } from './claim.queries.ts'
import { findCompleted } from './deliveries.queries.ts'
import { endLeases } from './lease.queries.ts'
import { deliveries, notices } from './ledger.ts'

/**
 * Takes up what dead workers left and closes finished editions. Returns which ledgers owe
 * a mail now, for the caller to nudge: an empty or lost queue delays, it loses nothing.
 */
export async function sweep({
  db,
  clock,
  log,
  inDoubtAfterMs
}: {
  db: Db
  clock: Clock
  log: Log
  inDoubtAfterMs: number
}): Promise<{ deliver: boolean; notify: boolean }> {
  const now = clock.now()
  for (const ledger of [deliveries, notices]) {
    const ended = await endLeases(db, ledger, { inDoubtAfterMs, now })
    if (ended.planned + ended.inDoubt > 0)
      log.warn({ event: 'lease.ended', ledger: ledger.table, ...ended }, 'took up what a worker left')
  }
  await completeEditions({ db, clock, log })
  return { deliver: await isOwed(db, deliveries, now), notify: await isOwed(db, notices, now) }
}

/** Editions whose deliveries are all final are sent. */
export async function completeEditions({ db, clock, log }: { db: Db; clock: Clock; log: Log }): Promise<void> {
  for (const editionId of await findCompleted(db)) {
    await completeEdition(db, editionId, clock.now())
    log.info({ event: 'edition.sent', editionId }, 'every delivery of the edition is final')
  }
}
