import { say, type Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import { newNonce, requestToken, tokenHash } from '../platform/tokens-request.ts'
import { day } from './budgets.ts'
import { insertRequest, nextRequestId } from './requests.queries.ts'

/** A confirmation link works this long. */
const lifetimeMs = 2 * day
const remindAfterMs = day

/**
 * Writes the request from which `delivery/plan-notices` makes the confirmation mail. False where the
 * address may not be sent one. Budgets are the caller's business.
 */
export async function requestConfirmation(
  { db, clock, secretKeys, words }: { db: Db; clock: Clock; secretKeys: Keys; words: Words },
  signUp: { address: string; key: string; network: string; signedUpAt: Date; movesId: number | null }
): Promise<boolean> {
  const now = clock.now()
  const id = await nextRequestId(db)
  const nonce = newNonce()
  return insertRequest(db, {
    id,
    address: signUp.address,
    key: signUp.key,
    nonce,
    tokenHash: tokenHash(requestToken(secretKeys, 'confirm', { id, nonce })),
    // What the form asks, word for word.
    statement: say(words, 'signUp.consent'),
    network: signUp.network,
    givenAt: signUp.signedUpAt,
    now,
    expiresAt: new Date(now.getTime() + lifetimeMs),
    remindAt: signUp.movesId === null ? new Date(now.getTime() + remindAfterMs) : null,
    movesId: signUp.movesId
  })
}
