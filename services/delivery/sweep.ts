import { completeEdition } from '../editions/sending.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { closeLease, type DoubtPolicy } from './claims/close-lease.ts'
import { findEndedLeases } from './claims/leases.queries.ts'
import * as deliveries from './deliveries.queries.ts'
import { expireOverdue } from './expire-overdue.queries.ts'
import { replayJournals } from './journal/replay-journals.ts'
import * as notices from './notices.queries.ts'
import { settlePartition } from './partitions.queries.ts'

interface SweepDeps {
  db: Db
  clock: Clock
  log: Log
  journalFolder: string
  leaseMs: number
  inDoubtAfterMs: DoubtPolicy['inDoubtAfterMs']
}

/** In how many ms each ledger owes a mail: 0 for now, and the next time before another sweep comes. */
export interface Owed {
  deliver: number[]
  notify: number[]
}

/** A sweep comes every ten seconds; one may be late. */
const lookAheadMs = 15_000
/** Who is woken a moment too early finds nothing due. */
const lateMs = 20

/**
 * Takes up what dead workers left and closes finished editions. Returns when the ledgers owe
 * a mail, for the caller to nudge: an empty or lost queue delays, it loses nothing.
 */
export async function sweep(deps: SweepDeps): Promise<Owed> {
  const { db, clock } = deps
  await replayJournals({ ...deps, folder: deps.journalFolder })
  await endLeases(deps)
  const now = clock.now()
  await expireOverdue(db, now)
  await completeEditions(deps)
  const until = new Date(now.getTime() + lookAheadMs)
  return {
    deliver: delays(now, await deliveries.isOwed(db, now), await deliveries.nextDue(db, { now, until })),
    notify: delays(now, await notices.isOwed(db, now), await notices.nextDue(db, { now, until }))
  }
}

function delays(now: Date, isOwed: boolean, nextDue: Date | undefined): number[] {
  const later = nextDue === undefined ? [] : [nextDue.getTime() - now.getTime() + lateMs]
  return isOwed ? [0, ...later] : later
}

/**
 * Leases whose holder is gone and whose journal is not here, on another machine perhaps: any of their
 * mails may have been accepted. Their worker corrects that when it is back.
 */
async function endLeases({ db, clock, log, inDoubtAfterMs }: SweepDeps): Promise<void> {
  for (const lease of await findEndedLeases(db)) {
    const reason = 'the worker ended, and what it sent is not known'
    const ended = await closeLease(db, lease, 'unknown', { inDoubtAfterMs, now: clock.now(), reason })
    if (ended !== undefined) log.warn({ event: 'lease.ended', lease, ...ended }, 'took up what a worker left')
  }
}

/** Editions whose deliveries are all final are sent. */
export async function completeEditions({ db, clock, log }: Pick<SweepDeps, 'db' | 'clock' | 'log'>): Promise<void> {
  for (const editionId of await deliveries.findCompleted(db)) {
    await settlePartition(db, editionId).catch((error: Error) =>
      log.warn(
        { event: 'edition.not_analyzed', editionId, reason: error.message },
        'its attempts are found more slowly'
      )
    )
    await completeEdition(db, editionId, clock.now())
    log.info({ event: 'edition.sent', editionId }, 'every delivery of the edition is final')
  }
}
