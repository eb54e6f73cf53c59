import type { Db } from '../../platform/database.ts'
import type { ClaimedMail } from '../ledger.ts'
import type { ClaimInput } from './claim-deliveries.ts'
import { leaseNotices } from './claim-notices.queries.ts'

/** Notices of one claim. */
const noticesAtOnce = 20

/**
 * Leases notices that are due, as `claimDeliveries` does. Where those to no subscriber go is said by the
 * configuration at each try and stored nowhere; without an address they are withdrawn.
 */
export async function claimNotices(
  db: Db,
  { curatorEmail }: { curatorEmail: string | undefined },
  claim: ClaimInput
): Promise<ClaimedMail[] | undefined> {
  const { looked, leased } = await leaseNotices(db, {
    ...claim,
    limit: noticesAtOnce,
    drafts: curatorEmail !== undefined
  })
  if (looked === 0) return undefined
  return leased.flatMap(({ address, ...mail }) => {
    const to = mail.subscriberId === 0 ? curatorEmail : (address ?? undefined)
    return to === undefined ? [] : [{ ...mail, single: true, address: to }]
  })
}
