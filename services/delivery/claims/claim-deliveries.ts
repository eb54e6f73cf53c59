import type { Db } from '../../platform/database.ts'
import type { ClaimedMail } from '../ledger.ts'
import { claimFreeRange, cutRange, findDueWave, type Range } from './claim-range.queries.ts'
import { claimSingles, removeSingles } from './claim-singles.queries.ts'
import {
  findEditionState,
  findSuperseded,
  type Member,
  pinRevision,
  readRange,
  readSingles,
  settleUnsent
} from './members.queries.ts'

/** Singles of one claim: retries take turns with first tries. */
const singlesAtOnce = 100

export interface ClaimInput {
  /** Its number, whose journal is open. */
  lease: number
  leaseMs: number
  now: Date
}

/**
 * Leases deliveries that are due: those that wait for a time of their own, else the next range of
 * the wave that is due first. Who left meanwhile is withdrawn here, what came too late expires
 * here, and a cancelled edition ends here. Undefined where nothing is due; no mails where all that
 * was claimed ended so.
 */
export async function claimDeliveries(db: Db, claim: ClaimInput): Promise<ClaimedMail[] | undefined> {
  const singles = await claimSingles(db, { ...claim, limit: singlesAtOnce })
  if (singles.length > 0) return readClaimedSingles(db, singles, claim.now)
  const range = (await claimFreeRange(db, claim)) ?? (await nextRange(db, claim))
  if (range === undefined) return undefined
  return endUnmailable(db, range.editionId, await readRange(db, range), { range, now: claim.now })
}

async function nextRange(db: Db, claim: ClaimInput): Promise<Range | undefined> {
  for (;;) {
    const wave = await findDueWave(db, claim.now)
    if (wave === undefined) return undefined
    const range = await cutRange(db, wave, claim)
    if (range !== undefined) return range
  }
}

async function readClaimedSingles(
  db: Db,
  singles: { editionId: number; subscriberId: number }[],
  now: Date
): Promise<ClaimedMail[]> {
  const mails: ClaimedMail[] = []
  for (const editionId of new Set(singles.map((single) => single.editionId))) {
    const ids = singles.filter((single) => single.editionId === editionId).map(({ subscriberId }) => subscriberId)
    await pinRevision(db, editionId, ids)
    const ready = await endUnmailable(db, editionId, await readSingles(db, editionId, ids), { range: undefined, now })
    const over = ids.filter((id) => !ready.some(({ subscriberId }) => subscriberId === id))
    if (over.length > 0) await removeSingles(db, editionId, over)
    mails.push(...ready)
  }
  return mails
}

/** Those that may be sent; the others are ended. */
async function endUnmailable(
  db: Db,
  editionId: number,
  members: Member[],
  { range, now }: { range: Range | undefined; now: Date }
): Promise<ClaimedMail[]> {
  const edition = await findEditionState(db, editionId)
  const open = members.filter(({ state }) => ['planned', 'deferred', 'in_doubt'].includes(state))
  const superseded = new Set(
    edition.supersededBy === null
      ? []
      : await findSuperseded(db, {
          editionId: edition.supersededBy,
          subscriberIds: open.map(({ subscriberId }) => subscriberId),
          now
        })
  )
  const ready: ClaimedMail[] = []
  const ended: Parameters<typeof settleUnsent>[2] = []
  for (const { subscriberId, address, mailable, expiresAt, revision, selection, tries, datedAt } of open) {
    if (edition.state === 'cancelled') ended.push({ subscriberId, state: 'cancelled' })
    else if (!mailable || address === null) ended.push({ subscriberId, state: 'withdrawn' })
    else if (expiresAt <= now || superseded.has(subscriberId)) ended.push({ subscriberId, state: 'expired' })
    else
      ready.push({
        key: editionId,
        subscriberId,
        single: range === undefined,
        address,
        tries,
        datedAt,
        expiresAt,
        details: { revision: range?.revision ?? revision, selection }
      })
  }
  if (ended.length > 0) await settleUnsent(db, editionId, ended, now)
  return ready
}
