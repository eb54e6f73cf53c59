import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Address } from './address.ts'

/** More of one network need not wait: its budget ends far earlier. */
const waitingOfOneClient = 200

/**
 * Writes a sign-up down: one statement and one row, whoever it is. A proof that was handed in
 * before speaks for nobody.
 */
export async function insertSignUp(
  db: Db,
  {
    address: { address, key },
    network,
    client,
    formSeen,
    proof,
    now
  }: {
    address: Address
    network: string
    client: string | undefined
    formSeen: boolean
    proof: { signature: Buffer; endsAt: Date } | undefined
    now: Date
  }
): Promise<void> {
  await sql`
    with used as (
      insert into used_proofs (signature, ends_at)
      select signature, ends_at from (values (${proof?.signature ?? null}::bytea, ${proof?.endsAt ?? null}::timestamptz)) v (signature, ends_at)
      where signature is not null
      on conflict do nothing returning 1
    )
    insert into sign_ups (address, address_key, network, client, vouched, signed_up_at)
    select ${address}, ${key}, ${network}, decode(${client ?? null}, 'hex'),
      case when exists (select from used) then 'proof' when ${formSeen} then 'form' else 'nothing' end, ${now}
    where (select count(*) from (select from sign_ups where client = decode(${client ?? null}, 'hex') limit ${waitingOfOneClient}) waiting)
      < ${waitingOfOneClient}`.execute(db)
}

export interface SignUp {
  address: string
  key: string
  network: string
  /** The bucket of its network; null: no budget. */
  client: string | null
  vouched: 'proof' | 'form' | 'nothing'
  signedUpAt: Date
}

/** Takes up to `limit` sign-ups, in the order they came; the caller decides about them in the same transaction. */
export async function takeSignUps(trx: Db, limit: number): Promise<SignUp[]> {
  const { rows } = await sql<SignUp>`
    with taken as (
      delete from sign_ups where id in (select id from sign_ups order by id limit ${limit} for update skip locked)
      returning *
    )
    select address, address_key as key, network, encode(client, 'hex') as client, vouched, signed_up_at as "signedUpAt"
    from taken order by id`.execute(trx)
  return rows
}

export async function deleteSignUpsOf(trx: Db, key: string): Promise<void> {
  await trx.deleteFrom('sign_ups').where('address_key', '=', key).execute()
}
