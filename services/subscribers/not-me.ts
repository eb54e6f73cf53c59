import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Keys, readSubscriberToken } from '../platform/tokens.ts'
import { maskAddress } from './address.ts'
import { deleteRecordsOf } from './erased.queries.ts'
import { findSubscriber, markNotMe } from './subscribers.queries.ts'

export type NotMe = { kind: 'open' | 'suppressed'; maskedAddress: string } | { kind: 'unknown' }

/** Whose address the "this was not me" link of a confirmation mail is about. Reads only. */
export async function findNotMe({ db, secretKeys }: { db: Db; secretKeys: Keys }, token: string): Promise<NotMe> {
  const id = readSubscriberToken(secretKeys, 'not-me', token)
  const subscriber = id === undefined ? undefined : await findSubscriber(db, id)
  if (subscriber === undefined || subscriber.address === null) return { kind: 'unknown' }
  const { state, suppression, address } = subscriber
  const silent = state === 'suppressed' && suppression !== 'bounce'
  return { kind: silent ? 'suppressed' : 'open', maskedAddress: maskAddress(address) }
}

/**
 * Never writes to an address again, whatever its state was, until the operator lifts it. What the
 * sign-up said of its owner goes. Any number of times; mails not yet handed over are withdrawn by the
 * claim, which looks at the state again.
 */
export async function suppressNotMe(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  token: string
): Promise<NotMe> {
  const id = readSubscriberToken(secretKeys, 'not-me', token)
  if (id !== undefined) {
    await db.transaction().execute(async (trx) => {
      if (await markNotMe(trx, id, clock.now())) await deleteRecordsOf(trx, id)
    })
  }
  return findNotMe({ db, secretKeys }, token)
}
