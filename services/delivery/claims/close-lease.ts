import type { Db } from '../../platform/database.ts'
import { keyText, type Ledger, type MailKey } from '../ledger.ts'
import { putOff } from '../outcomes/record-deliveries.queries.ts'
import {
  doubtDeliveries,
  doubtNotices,
  lockLease,
  type OpenLease,
  releaseLease,
  unrecordedOf
} from './close-lease.queries.ts'

export interface DoubtPolicy {
  /** When a mail in doubt of each ledger is sent again; undefined: held until the operator says. */
  inDoubtAfterMs: Record<Ledger, number | undefined>
  now: Date
}

/**
 * Ends a lease: of what was not recorded, the mails that `handed` names, or all of them where nobody
 * knows, are in doubt, and the rest is given back as it was. Undefined where the lease was ended
 * before.
 */
export async function closeLease(
  db: Db,
  lease: number,
  handed: MailKey[] | 'unknown',
  { reason, ...policy }: DoubtPolicy & { reason: string }
): Promise<{ inDoubt: number; givenBack: number } | undefined> {
  return db.transaction().execute(async (trx) => {
    const open = await lockLease(trx, lease)
    if (open === undefined) return undefined
    const unrecorded = await unrecordedOf(trx, lease, open)
    const known = new Set(handed === 'unknown' ? [] : handed.map(keyText))
    const doubted = handed === 'unknown' ? unrecorded : unrecorded.filter((mail) => known.has(keyText(mail)))
    if (doubted.length > 0) await doubt(trx, { lease, open, doubted, reason, ...policy })
    const givenBack = unrecorded.length - doubted.length
    await releaseLease(trx, lease, givenBack > 0)
    return { inDoubt: doubted.length, givenBack }
  })
}

async function doubt(
  trx: Db,
  {
    lease,
    open,
    doubted,
    reason,
    inDoubtAfterMs,
    now
  }: DoubtPolicy & { lease: number; open: OpenLease; doubted: MailKey[]; reason: string }
): Promise<void> {
  const afterMs = inDoubtAfterMs[open.ledger]
  const dueAt = afterMs === undefined ? 'infinity' : new Date(now.getTime() + afterMs)
  if (open.ledger === 'notices') {
    await doubtNotices(trx, lease, { ids: doubted.map(({ key }) => key), reason, dueAt })
    return
  }
  for (const editionId of new Set(doubted.map(({ key }) => key))) {
    const subscriberIds = doubted.filter(({ key }) => key === editionId).map(({ subscriberId }) => subscriberId)
    await doubtDeliveries(trx, editionId, { subscriberIds, revision: open.revision, reason, now })
    await putOff(
      trx,
      editionId,
      subscriberIds.map((subscriberId) => ({ subscriberId, dueAt, doubtedLease: lease }))
    )
  }
}
