import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Address } from './address.ts'

/** The owner has confirmed: whatever ended an earlier subscription is over. */
export async function activate(trx: Db, id: number, now: Date): Promise<void> {
  await trx
    .updateTable('subscribers')
    .set({ state: 'active', suppression: null, state_changed_at: now, undo_until: null, welcome_owed: true })
    .where('id', '=', id)
    .execute()
}

export async function findSubscriber(db: Db, id: number) {
  return db
    .selectFrom('subscribers')
    .select(['id', 'address', 'state', 'suppression', 'created_at', 'state_changed_at'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** From any state in which mail could come; what an unconfirmed sign-up or a pause left cannot be undone into a daily mail. */
export async function markUnsubscribed(db: Db, id: number, now: Date, undoUntil: Date): Promise<void> {
  await sql`
    update subscribers
    set undo_until = case when state = 'active' then ${undoUntil}::timestamptz end,
        state = 'unsubscribed', state_changed_at = ${now}, welcome_owed = false, told_owed = false
    where id = ${id} and state in ('pending', 'active', 'paused')`.execute(db)
}

export async function mayUndo(db: Db, id: number, now: Date): Promise<boolean> {
  const found = await db
    .selectFrom('subscribers')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'unsubscribed')
    .where('undo_until', '>', now)
    .executeTakeFirst()
  return found !== undefined
}

export async function restoreUnsubscribed(db: Db, id: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set({ state: 'active', state_changed_at: now, undo_until: null })
    .where('id', '=', id)
    .where('state', '=', 'unsubscribed')
    .where('undo_until', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Into or out of a pause. */
export async function changeState(
  db: Db,
  id: number,
  { from, to }: { from: 'active' | 'paused'; to: 'active' | 'paused' },
  now: Date
): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ state: to, state_changed_at: now })
    .where('id', '=', id)
    .where('state', '=', from)
    .execute()
}

/** False where the address is not to be written to already. */
export async function markNotMe(trx: Db, id: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update subscribers
    set state = 'suppressed', suppression = 'not_me', state_changed_at = ${now}, undo_until = null,
      welcome_owed = false, told_owed = false
    where id = ${id} and state <> 'erased' and (state <> 'suppressed' or suppression = 'bounce')
    returning id`.execute(trx)
  return rows.length > 0
}

export async function findByKey(db: Db, key: string) {
  return db.selectFrom('subscribers').select(['id', 'state']).where('address_key', '=', key).executeTakeFirst()
}

export async function findByAddress(db: Db, { key }: Address) {
  return db
    .selectFrom('subscribers')
    .select(['id', 'address', 'state', 'suppression', 'created_at as createdAt', 'state_changed_at as stateChangedAt'])
    .where('address_key', '=', key)
    .executeTakeFirst()
}

export async function listConsentsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('consents')
    .select(['source', 'statement', 'given_at as givenAt', 'confirmed_at as confirmedAt', 'network'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}
