import type { Db } from '../../platform/database.ts'
import { raiseReplyAlarms } from '../alarms/raise-reply-alarms.ts'
import { removeSingles } from '../claims/claim-singles.queries.ts'
import type { Ledger, Outcome } from '../ledger.ts'
import { putOff, recordDeliveries } from './record-deliveries.queries.ts'
import { recordNotices } from './record-notices.queries.ts'
import { tellSubscribers } from './tell-subscribers.ts'

/** Records what came of mails, in one transaction for each edition; safe to repeat. */
export async function recordOutcomes(db: Db, ledger: Ledger, outcomes: readonly Outcome[]): Promise<void> {
  if (ledger === 'notices') {
    return db.transaction().execute(async (trx) => {
      await recordNotices(trx, outcomes)
      await tellSubscribers(trx, outcomes, undefined)
      await raiseReplyAlarms(trx, outcomes, undefined)
    })
  }
  for (const editionId of new Set(outcomes.map(({ key }) => key))) {
    await recordOfEdition(
      db,
      editionId,
      outcomes.filter(({ key }) => key === editionId)
    )
  }
}

async function recordOfEdition(db: Db, editionId: number, outcomes: readonly Outcome[]): Promise<void> {
  // The usual batch: first tries of a range, all accepted. One statement, and nothing else to tell.
  const plain = outcomes.every(({ single, state }) => !single && state === 'accepted')
  if (plain) {
    const recorded = await recordDeliveries(db, editionId, outcomes)
    const late = recorded.filter(({ owned }) => !owned).map(({ subscriberId }) => subscriberId)
    if (late.length > 0) await removeSingles(db, editionId, late)
    return
  }
  await db.transaction().execute(async (trx) => {
    const recorded = await recordDeliveries(trx, editionId, outcomes)
    const ids = new Set(recorded.map(({ subscriberId }) => subscriberId))
    const changed = outcomes.filter(({ subscriberId }) => ids.has(subscriberId))
    const waiting = changed.flatMap(({ subscriberId, dueAt }) =>
      dueAt === null
        ? []
        : [{ subscriberId, dueAt: dueAt === 'held' ? ('infinity' as const) : new Date(dueAt), doubtedLease: null }]
    )
    const over = changed.filter(({ dueAt }) => dueAt === null).map(({ subscriberId }) => subscriberId)
    if (waiting.length > 0) await putOff(trx, editionId, waiting)
    if (over.length > 0) await removeSingles(trx, editionId, over)
    await tellSubscribers(trx, changed, editionId)
    await raiseReplyAlarms(trx, changed, editionId)
  })
}
