import { randomBytes } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { confirmationToken, type Keys, tokenHash } from '../platform/tokens.ts'
import { parseAddress } from './address.ts'
import { consentStatement } from './consent-statement.ts'
import { countRequests, insertConsent, insertRequest, lockSubscriber, nextRequestId } from './subscribers.queries.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** A confirmation link works this long. */
const confirmationLifetimeMs = 2 * day

/** Confirmation mails one address may be sent, whoever asks: [within, at most]. */
const budget: [number, number][] = [
  [10 * minute, 1],
  [day, 3],
  [30 * day, 5]
]

export interface RequestRecorded {
  kind: 'recorded'
  /** Set where a confirmation mail is now owed. */
  requestId: number | undefined
}

/**
 * A sign-up. Writes the request to confirm, from which `delivery/plan-notices` makes the
 * mail; an active or suppressed address, or one over its budget, is left as it is. The
 * outcome is for the caller's nudge, never for the answer: that is the same for everyone.
 * `network` is already truncated. Throws ADDRESS_INVALID.
 */
export async function subscribe(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  { email, network }: { email: string; network: string }
): Promise<RequestRecorded> {
  const address = parseAddress(email)
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const subscriber = await lockSubscriber(trx, address, now)
    const counts = await countRequests(
      trx,
      subscriber.id,
      budget.map(([within]) => new Date(now.getTime() - within))
    )
    const withinBudget = budget.every(([, most], i) => (counts[i] ?? 0) < most)
    if (!subscriber.may_confirm || !withinBudget) return { kind: 'recorded', requestId: undefined }

    const consentId = await insertConsent(trx, {
      subscriberId: subscriber.id,
      source: 'form',
      statement: consentStatement,
      network,
      now,
      confirmedAt: null
    })
    const id = await nextRequestId(trx)
    const nonce = randomBytes(16)
    await insertRequest(trx, {
      id,
      subscriberId: subscriber.id,
      consentId,
      nonce,
      tokenHash: tokenHash(confirmationToken(secretKeys, { id, nonce })),
      now,
      expiresAt: new Date(now.getTime() + confirmationLifetimeMs)
    })
    return { kind: 'recorded', requestId: id }
  })
}
