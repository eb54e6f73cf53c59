import type { Db } from '../platform/database.ts'
import { confirmationToken, type Keys } from '../platform/tokens.ts'
import { findNonce, takeRequests, takeWelcomes } from './subscribers.queries.ts'

const atOnce = 200

/**
 * Takes the confirmation mails and welcomes that are owed and not yet planned, a bounded
 * number at once. Run it in the transaction that plans them: either both stay or neither.
 */
export async function takeMailsOwed(trx: Db): Promise<{
  confirmations: { requestId: number; subscriberId: number; expiresAt: Date }[]
  welcomes: number[]
}> {
  const requests = await takeRequests(trx, atOnce)
  const confirmations = requests.map((row) => ({
    requestId: row.id,
    subscriberId: row.subscriber_id,
    expiresAt: row.expires_at
  }))
  return { confirmations, welcomes: await takeWelcomes(trx, atOnce) }
}

/** The token of a request's link, the same at every call while its key signs; undefined where the request is gone. */
export async function confirmationTokenOf(
  { db, secretKeys }: { db: Db; secretKeys: Keys },
  requestId: number
): Promise<string | undefined> {
  const request = await findNonce(db, requestId)
  return request === undefined ? undefined : confirmationToken(secretKeys, request)
}
