import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export async function findErasureKey(db: Db): Promise<Buffer> {
  const { erasure_key } = await db.selectFrom('installation').select('erasure_key').executeTakeFirstOrThrow()
  return erasure_key
}

/** Whose row it is, held until the transaction ends: nothing can be hung on it meanwhile that would stay. */
export async function lockForErasure(trx: Db, id: number): Promise<string | undefined> {
  const row = await trx.selectFrom('subscribers').select('address').where('id', '=', id).forUpdate().executeTakeFirst()
  return row?.address ?? undefined
}

/** What a person is not to find anywhere any more goes at once; the row stays as a number without a person. */
export async function markErased(trx: Db, id: number, hash: Buffer, now: Date): Promise<boolean> {
  await trx.deleteFrom('subscribers').where('erased_hash', '=', hash).where('id', '<>', id).execute()
  const { rows } = await sql`
    update subscribers
    set state = 'erased', address = null, address_key = null, erased_hash = ${hash}, created_at = ${now},
      state_changed_at = ${now}, undo_until = null, welcome_owed = false, told_owed = false,
      -- A bounce says nothing of what its owner wants.
      suppression = nullif(suppression, 'bounce')
    where id = ${id} and state <> 'erased' returning id`.execute(trx)
  return rows.length > 0
}

/**
 * The consent record, the requests and the links of somebody; their mails go with the requests. So does
 * an address that the subscription was to move to and that is here for nothing else.
 */
export async function deleteRecordsOf(trx: Db, id: number): Promise<void> {
  await sql`
    delete from subscribers s where s.state = 'pending'
      and exists (select from confirmation_requests r where r.subscriber_id = s.id and r.moves_id = ${id})
      and not exists (
        select from confirmation_requests r where r.subscriber_id = s.id and r.moves_id is distinct from ${id})`.execute(
    trx
  )
  await trx.deleteFrom('consents').where('subscriber_id', '=', id).execute()
  await trx
    .deleteFrom('confirmation_requests')
    .where((row) => row.or([row('subscriber_id', '=', id), row('moves_id', '=', id)]))
    .execute()
  await trx.deleteFrom('account_links').where('subscriber_id', '=', id).execute()
  await trx.deleteFrom('bounce_counts').where('subscriber_id', '=', id).execute()
}

/** Its owner has confirmed anew: the hash has done its work. */
export async function deleteErased(trx: Db, hash: Buffer): Promise<void> {
  await trx.deleteFrom('subscribers').where('erased_hash', '=', hash).execute()
}

export async function isErasedHash(db: Db, hash: Buffer): Promise<boolean> {
  return (
    (await db.selectFrom('subscribers').select('id').where('erased_hash', '=', hash).executeTakeFirst()) !== undefined
  )
}
