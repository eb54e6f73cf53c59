import type { Db } from '../../platform/database.ts'
import type { ClaimedMail } from '../ledger.ts'
import { claimFreeRange, cutRange, readRange } from './claim-range.queries.ts'
import { claimSingles, removeSingles } from './claim-singles.queries.ts'
import { type DueDeliveries, findDueWave } from './due-deliveries.queries.ts'
import {
  type Claimed,
  findAddresses,
  findEditionStanding,
  findSuperseded,
  pinRevision,
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
 * Leases deliveries that were found due: those that wait for a time of their own, else the next range of
 * the wave that is due first. Who left meanwhile is withdrawn here, what came too late expires
 * here, and a cancelled edition ends here. Undefined where others took everything; no mails where all that
 * was claimed ended so.
 */
export async function claimDeliveries(
  db: Db,
  due: DueDeliveries,
  claim: ClaimInput
): Promise<ClaimedMail[] | undefined> {
  const singles = due.singles ? await claimSingles(db, { ...claim, limit: singlesAtOnce }) : []
  if (singles.length > 0) return readClaimedSingles(db, singles, claim.now)
  const claimed = (due.freeRanges && (await takeFreeRange(db, claim))) || (await nextRange(db, due, claim))
  return claimed && endUnmailable(db, claimed, { single: false, now: claim.now })
}

async function takeFreeRange(db: Db, claim: ClaimInput): Promise<Claimed | undefined> {
  const range = await claimFreeRange(db, claim)
  return range && { ...range, members: await readRange(db, range) }
}

async function nextRange(db: Db, due: DueDeliveries, claim: ClaimInput): Promise<Claimed | undefined> {
  for (let { wave } = due; wave !== undefined; wave = await findDueWave(db, claim.now)) {
    const claimed = await cutRange(db, wave, claim)
    if (claimed !== undefined) return claimed
  }
  return undefined
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
    const ready = await endUnmailable(
      db,
      { editionId, ...(await findEditionStanding(db, editionId)), members: await readSingles(db, editionId, ids) },
      { single: true, now }
    )
    const over = ids.filter((id) => !ready.some(({ subscriberId }) => subscriberId === id))
    if (over.length > 0) await removeSingles(db, editionId, over)
    mails.push(...ready)
  }
  return mails
}

/** Those that may be sent; the others are ended. */
async function endUnmailable(
  db: Db,
  { editionId, cancelled, supersededBy, members }: Claimed,
  { single, now }: { single: boolean; now: Date }
): Promise<ClaimedMail[]> {
  if (members.length === 0) return []
  const ids = members.map(({ subscriberId }) => subscriberId)
  const addresses = await findAddresses(db, ids)
  const superseded = new Set(
    supersededBy === null ? [] : await findSuperseded(db, { editionId: supersededBy, subscriberIds: ids, now })
  )
  const ready: ClaimedMail[] = []
  const ended: Parameters<typeof settleUnsent>[2] = []
  for (const { subscriberId, expiresAt, revision, selection, tries, datedAt } of members) {
    const address = addresses.get(subscriberId)
    if (cancelled) ended.push({ subscriberId, state: 'cancelled' })
    else if (address === undefined) ended.push({ subscriberId, state: 'withdrawn' })
    else if (expiresAt <= now || superseded.has(subscriberId)) ended.push({ subscriberId, state: 'expired' })
    else {
      const details = { revision, selection }
      ready.push({ key: editionId, subscriberId, single, address, tries, datedAt, expiresAt, details })
    }
  }
  if (ended.length > 0) await settleUnsent(db, editionId, ended, now)
  return ready
}
