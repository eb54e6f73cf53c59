import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Keys, readSubscriberToken } from '../platform/tokens.ts'
import { newNonce, requestToken, tokenHash } from '../platform/tokens-request.ts'
import { insertAccountLink, nextAccountLinkId } from './account-links.queries.ts'
import { maskAddress } from './address.ts'
import { insertMarks, listSpent, lockBudgets } from './budgets.queries.ts'
import { bucketOf, day, type Limit, openBudget } from './budgets.ts'
import { findSubscriber } from './subscribers.queries.ts'

export type Preferences =
  | { kind: 'known'; subscriberId: number; maskedAddress: string; state: string; since: Date }
  | { kind: 'unknown' }

/**
 * What a preferences link shows. A mail is forwarded with its links, so there is nothing in it that is
 * only for its owner.
 */
export async function findPreferences(
  { db, secretKeys }: { db: Db; secretKeys: Keys },
  token: string
): Promise<Preferences> {
  const id = readSubscriberToken(secretKeys, 'preferences', token)
  const subscriber = id === undefined ? undefined : await findSubscriber(db, id)
  if (subscriber === undefined || subscriber.address === null) return { kind: 'unknown' }
  const { id: subscriberId, state, state_changed_at: since, address } = subscriber
  return { kind: 'known', subscriberId, maskedAddress: maskAddress(address), state, since }
}

/** An account link works this long: a mail that is waited for is there by then. */
export const accountLinkMinutes = 15

/** Whoever has the preferences link can ask for the mail, so it cannot be asked for without end. */
const limits: readonly Limit[] = [
  [5 * 60_000, 1],
  [day, 5]
]

/**
 * Owes the owner of an address a mail with a link to what a forwarded mail is no key to: export,
 * erasing, another address. Over budget nothing more is sent, and the answer is the same.
 */
export async function requestAccountLink(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  token: string
): Promise<Preferences> {
  const found = await findPreferences({ db, secretKeys }, token)
  if (found.kind === 'unknown') return found
  const { subscriberId } = found
  const now = clock.now()
  await db.transaction().execute(async (trx) => {
    await lockBudgets(trx)
    const bucket = bucketOf(secretKeys, 'account', String(subscriberId))
    const budget = openBudget(await listSpent(trx, [bucket], now), now)
    if (!budget.spend([{ bucket, limits }])) return
    await insertMarks(trx, budget.marks)
    const id = await nextAccountLinkId(trx)
    const nonce = newNonce()
    await insertAccountLink(trx, {
      id,
      subscriberId,
      nonce,
      tokenHash: tokenHash(requestToken(secretKeys, 'account', { id, nonce })),
      now,
      expiresAt: new Date(now.getTime() + accountLinkMinutes * 60_000)
    })
  })
  return found
}
