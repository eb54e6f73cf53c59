import type { Db } from '../platform/database.ts'
import { deleteNoticesOf, holdPlanning, unlinkDeliveries } from './erase.queries.ts'

/**
 * Forgets a reader in the ledger: every edition keeps its counts, and no delivery, attempt or notice
 * says any more whose it was. A mail that was not final is withdrawn; one that is just on its way to
 * the relay arrives and is not recorded. Run it in the transaction that erases the subscriber, after
 * that: who is not active is planned for no more. A second time it changes nothing. Returns how many
 * deliveries there were.
 */
export async function forgetReader(trx: Db, subscriberId: number): Promise<number> {
  await holdPlanning(trx)
  const deliveries = await unlinkDeliveries(trx, subscriberId)
  await deleteNoticesOf(trx, subscriberId)
  return deliveries
}
