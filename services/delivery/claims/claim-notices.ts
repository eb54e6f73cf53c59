import type { Db } from '../../platform/database.ts'
import type { ClaimedMail } from '../ledger.ts'
import type { ClaimInput } from './claim-deliveries.ts'
import { leaseNotices } from './claim-notices.queries.ts'

/** Notices of one claim. */
const noticesAtOnce = 20

/** Where notices to no subscriber go: drafts to the curator, alarms to the operator. */
export interface OperatorAddresses {
  curatorEmail: string | undefined
  alertEmail: string | undefined
}

/**
 * Leases notices that are due, as `claimDeliveries` does. Where those to no subscriber go is said by the
 * configuration at each try and stored nowhere; without an address they are withdrawn.
 */
export async function claimNotices(
  db: Db,
  { curatorEmail, alertEmail }: OperatorAddresses,
  claim: ClaimInput
): Promise<ClaimedMail[] | undefined> {
  const addresses = new Map(
    Object.entries({ draft: curatorEmail, alarm: alertEmail }).filter(([, address]) => address !== undefined)
  )
  const { looked, leased } = await leaseNotices(db, {
    ...claim,
    limit: noticesAtOnce,
    addressed: [...addresses.keys()]
  })
  if (looked === 0) return undefined
  return leased.flatMap(({ address, ...mail }) => {
    const to = mail.subscriberId === 0 ? addresses.get(mail.details.kind) : (address ?? undefined)
    return to === undefined ? [] : [{ ...mail, single: true, address: to }]
  })
}
