import { createHmac } from 'node:crypto'
import type { Db } from '../platform/database.ts'
import { findErasureKey } from './erased.queries.ts'

/**
 * Makes the keyed hash that is all we keep of an erased address. Its key is the installation's own
 * and in the database, so that no rotation of SECRET_KEY brings back who asked to be forgotten.
 */
export async function erasureHasher(db: Db): Promise<(addressKey: string) => Buffer> {
  const key = await findErasureKey(db)
  return (addressKey) => createHmac('sha256', key).update(`erased/${addressKey}`).digest()
}
