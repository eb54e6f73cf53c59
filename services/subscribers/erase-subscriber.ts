import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { deleteRecordsOf, isErasedHash, markErased } from './erased.queries.ts'
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
  const subscriber = await findSubscriber(trx, subscriberId)
  if (subscriber === undefined || subscriber.address === null) return undefined
  const key = subscriber.address.toLowerCase()
  const hash = (await erasureHasher(trx))(key)
  await deleteRecordsOf(trx, subscriberId)
  await deleteSignUpsOf(trx, key)
  await markErased(trx, subscriberId, hash, clock.now())
  return subscriber.address
}

/** Whether this address was erased and has not come back since. */
export async function wasErased({ db }: { db: Db }, addressKey: string): Promise<boolean> {
  return isErasedHash(db, (await erasureHasher(db))(addressKey))
}
