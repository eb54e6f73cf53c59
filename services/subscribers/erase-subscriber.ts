import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { deleteRecordsOf, isErasedHash, lockForErasure, markErased } from './erased.queries.ts'
import { erasureHasher } from './erasure-hash.ts'
import { deleteSignUpsOf } from './sign-ups.queries.ts'
import { findSubscriber } from './subscribers.queries.ts'

/**
 * Forgets a subscriber, in the caller's transaction: address, consents, requests and links go, a keyed
 * hash stays, which keeps the address from being imported or mailed until its owner confirms anew.
 * What was mailed is the caller's to forget. Returns the address, for that; undefined where there is none.
 */
export async function eraseSubscriber(
  { db: trx, clock }: { db: Db; clock: Clock },
  subscriberId: number
): Promise<string | undefined> {
  // First what waits of sign-ups, as settling them does: in another order the two would wait for each other.
  const known = (await findSubscriber(trx, subscriberId))?.address ?? undefined
  if (known !== undefined) await deleteSignUpsOf(trx, known.toLowerCase())
  const address = await lockForErasure(trx, subscriberId)
  if (address === undefined) return undefined
  const key = address.toLowerCase()
  const hash = (await erasureHasher(trx))(key)
  await deleteRecordsOf(trx, subscriberId)
  await markErased(trx, subscriberId, hash, clock.now())
  return address
}

/** Whether this address was erased and has not come back since. */
export async function wasErased({ db }: { db: Db }, addressKey: string): Promise<boolean> {
  return isErasedHash(db, (await erasureHasher(db))(addressKey))
}
