import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseAddress } from './address.ts'
import { findByKey } from './subscribers.queries.ts'

/** The id of an active subscriber. Throws ADDRESS_INVALID, SUBSCRIBER_UNKNOWN, SUBSCRIBER_NOT_ACTIVE. */
export async function findActive({ db }: { db: Db }, address: string): Promise<number> {
  const found = await findByKey(db, parseAddress(address).key)
  if (found === undefined) throw new AppError('SUBSCRIBER_UNKNOWN', `${address} is not a subscriber`)
  if (found.state !== 'active') throw new AppError('SUBSCRIBER_NOT_ACTIVE', `${address} is ${found.state}, not active`)
  return found.id
}
