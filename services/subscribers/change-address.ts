import { english } from '../mail/words/en.ts'
import type { Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import { openAccount } from './account.ts'
import { canonicalKey, parseAddress } from './address.ts'
import { insertMarks, listSpent, lockBudgets } from './budgets.queries.ts'
import { addressLimits, bucketOf, openBudget, signUpCosts } from './budgets.ts'
import { erasureHasher } from './erasure-hash.ts'
import { requestConfirmation } from './request-confirmation.ts'
import { listStandings } from './standings.queries.ts'
import { findByKey, findSubscriber } from './subscribers.queries.ts'

/**
 * Asks a new address to confirm that a subscription may move to it. Until then nothing changes, and
 * the mail is paid for like a sign-up's. An address that was ever subscribed here, or must not be
 * written to, gets none; the answer does not tell. Throws ADDRESS_INVALID, and the link stays unused.
 */
export async function requestMove(
  { db, clock, secretKeys, words = english }: { db: Db; clock: Clock; secretKeys: Keys; words?: Words },
  { token, email, network }: { token: string; email: string; network: string }
): Promise<{ kind: 'accepted' | 'unknown' }> {
  const { address, key } = parseAddress(email)
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    await lockBudgets(trx)
    const movesId = await openAccount({ db: trx, clock }, token)
    const from = movesId === undefined ? undefined : await findSubscriber(trx, movesId)
    if (from === undefined || from.address === null) return { kind: 'unknown' }
    const known = await findByKey(trx, key)
    const hash = await erasureHasher(trx)
    const standing = (await listStandings(trx, [{ key, hash: hash(key) }])).get(key) ?? 'may_confirm'
    const moves = from.state === 'active' || from.state === 'paused'
    if (!moves || standing !== 'may_confirm' || (known !== undefined && known.state !== 'pending'))
      return { kind: 'accepted' }

    const costs = [
      { bucket: bucketOf(secretKeys, 'address', canonicalKey(key)), limits: addressLimits },
      ...signUpCosts(secretKeys, { addressKey: key, client: undefined, trust: 'full' })
    ]
    const buckets = costs.map(({ bucket }) => bucket)
    const budget = openBudget(await listSpent(trx, buckets, now), now)
    if (!budget.spend(costs)) return { kind: 'accepted' }
    await insertMarks(trx, budget.marks)
    await requestConfirmation(
      { db: trx, clock, secretKeys, words },
      { address, key, network, signedUpAt: now, movesId: from.id }
    )
    return { kind: 'accepted' }
  })
}
