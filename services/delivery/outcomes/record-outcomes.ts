import type { Db } from '../../platform/database.ts'
import { raiseReplyAlarms } from '../alarms/raise-reply-alarms.ts'
import { removeSingles } from '../claims/claim-singles.queries.ts'
import type { Ledger, Outcome } from '../ledger.ts'
import { type AcceptedBatch, recordAccepted } from './record-accepted.queries.ts'
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
  const usual = acceptedBatch(editionId, outcomes)
  const late = usual && (await recordAccepted(db, usual))
  if (late !== undefined) {
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

/** The usual batch: one statement, and nobody else to tell. */
function acceptedBatch(editionId: number, outcomes: readonly Outcome[]): AcceptedBatch | undefined {
  const [first] = outcomes
  if (first === undefined) return undefined
  const { revision, relay } = first
  const alike = (one: Outcome) =>
    !one.single && one.state === 'accepted' && one.tried && one.revision === revision && one.relay === relay
  return outcomes.every(alike) ? { editionId, revision, relay, outcomes } : undefined
}
