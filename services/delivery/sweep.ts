import { completeEdition } from '../editions/sending.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { closeLease } from './claims/close-lease.ts'
import { findEndedLeases } from './claims/leases.queries.ts'
import * as deliveries from './deliveries.queries.ts'
import { expireOverdue } from './expire-overdue.queries.ts'
import { replayJournals } from './journal/replay-journals.ts'
import * as notices from './notices.queries.ts'

interface SweepDeps {
  db: Db
  clock: Clock
  log: Log
  journalFolder: string
  /** undefined: a mail in doubt is held for the operator. */
  inDoubtAfterMs: number | undefined
}

/**
 * Takes up what dead workers left and closes finished editions. Returns which ledgers owe
 * a mail now, for the caller to nudge: an empty or lost queue delays, it loses nothing.
 */
export async function sweep(deps: SweepDeps): Promise<{ deliver: boolean; notify: boolean }> {
  const { db, clock } = deps
  await replayJournals({ ...deps, folder: deps.journalFolder })
  await endLeases(deps)
  const now = clock.now()
  await expireOverdue(db, now)
  await completeEditions(deps)
  return { deliver: await deliveries.isOwed(db, now), notify: await notices.isOwed(db, now) }
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
    await completeEdition(db, editionId, clock.now())
    log.info({ event: 'edition.sent', editionId }, 'every delivery of the edition is final')
  }
}
