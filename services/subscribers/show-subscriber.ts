import type { Db } from '../platform/database.ts'
import { parseAddress } from './address.ts'
import { findByAddress, listConsentsOf } from './subscribers.queries.ts'

export type SubscriberShown = { kind: 'unknown' } | ({ kind: 'known' } & KnownSubscriber)

export interface KnownSubscriber {
  id: number
  address: string | null
  state: string
  suppression: string | null
  createdAt: Date
  stateChangedAt: Date
  /** Newest first. */
  consents: { source: string; statement: string; givenAt: Date; confirmedAt: Date | null; network: string | null }[]
}

/** What is known of an address, for the operator. Throws ADDRESS_INVALID. */
export async function showSubscriber({ db }: { db: Db }, address: string): Promise<SubscriberShown> {
  const subscriber = await findByAddress(db, parseAddress(address))
  if (subscriber === undefined) return { kind: 'unknown' }
  return { kind: 'known', ...subscriber, consents: await listConsentsOf(db, subscriber.id) }
}
