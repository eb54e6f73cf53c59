import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * A subscription takes over the address of a row that was made for the purpose, which goes: the number
 * stays, and with it everything that was ever sent to the reader. Throws where either has become
 * something else meanwhile, so that the transaction leaves all as it was.
 */
export async function moveAddress(
  trx: Db,
  { fromId, toId, now }: { fromId: number; toId: number; now: Date }
): Promise<void> {
  const { rows } = await sql<{ address: string; address_key: string }>`
    select address, address_key from subscribers where id = ${toId} and state = 'pending'`.execute(trx)
  const [taken] = rows
  if (taken === undefined) throw new Error('the address that a subscription moves to is no longer free')
  await trx.updateTable('consents').set({ subscriber_id: fromId }).where('subscriber_id', '=', toId).execute()
  await trx
    .updateTable('confirmation_requests')
    .set({ subscriber_id: fromId, moves_id: null })
    .where('subscriber_id', '=', toId)
    .execute()
  await trx.deleteFrom('subscribers').where('id', '=', toId).execute()
  const { numUpdatedRows } = await trx
    .updateTable('subscribers')
    .set({ address: taken.address, address_key: taken.address_key, state_changed_at: now })
    .where('id', '=', fromId)
    .where('state', 'in', ['active', 'paused'])
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Error('the subscription that moves has ended')
}
