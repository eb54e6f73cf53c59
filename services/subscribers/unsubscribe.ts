import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Keys, readSubscriberToken } from '../platform/tokens.ts'
import { maskAddress } from './address.ts'
import { findSubscriber, markUnsubscribed, mayUndo, restoreUnsubscribed } from './subscribers.queries.ts'

const undoMs = 60 * 60_000

export type Subscription =
  | { kind: 'known'; maskedAddress: string; state: string }
  /** Its owner had it erased: no mail goes there, and there is no address to show. */
  | { kind: 'erased' }
  | { kind: 'unknown' }

/** Whose subscription an unsubscribe link is for. Reads only. */
export async function findSubscription(
  { db, secretKeys }: { db: Db; secretKeys: Keys },
  token: string
): Promise<Subscription> {
  const id = readSubscriberToken(secretKeys, 'unsubscribe', token)
  const subscriber = id === undefined ? undefined : await findSubscriber(db, id)
  if (subscriber === undefined) return { kind: 'unknown' }
  if (subscriber.address === null) return { kind: 'erased' }
  return { kind: 'known', maskedAddress: maskAddress(subscriber.address), state: subscriber.state }
}

export type UnsubscribeOutcome =
  /** `undo`: whether it can be taken back. */
  { kind: 'unsubscribed'; maskedAddress: string; undo: boolean } | { kind: 'erased' } | { kind: 'unknown' }

/**
 * Ends a subscription at once, in every state and any number of times (RFC 8058). Mails
 * not yet handed to the relay are withdrawn by the claim, which looks at the state again.
 */
export async function unsubscribe(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  token: string
): Promise<UnsubscribeOutcome> {
  const found = await findSubscription({ db, secretKeys }, token)
  const id = readSubscriberToken(secretKeys, 'unsubscribe', token)
  if (found.kind !== 'known' || id === undefined) return found.kind === 'erased' ? found : { kind: 'unknown' }
  const now = clock.now()
  await markUnsubscribed(db, id, now, new Date(now.getTime() + undoMs))
  return { kind: 'unsubscribed', maskedAddress: found.maskedAddress, undo: await mayUndo(db, id, now) }
}

export type UndoOutcome = { kind: 'restored' } | { kind: 'too_late' } | { kind: 'unknown' }

/** The undo button of the unsubscribe page: for an hour, and only for who was active before. */
export async function undoUnsubscribe(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  token: string
): Promise<UndoOutcome> {
  const id = readSubscriberToken(secretKeys, 'unsubscribe', token)
  if (id === undefined || (await findSubscriber(db, id)) === undefined) return { kind: 'unknown' }
  return (await restoreUnsubscribed(db, id, clock.now())) ? { kind: 'restored' } : { kind: 'too_late' }
}
