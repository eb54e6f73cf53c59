import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** States in which an address may be sent a confirmation mail; suppressions by anything but a bounce are for the operator to lift. */
const mayConfirm = sql<boolean>`(s.state in ('pending', 'unsubscribed') or (s.state = 'suppressed' and s.suppression = 'bounce'))`

/** Who left comes back by what was asked after leaving only; a subscription moves while it is one, to an address that has none. */
const stillStands = sql`((s.state <> 'unsubscribed' or r.requested_at >= s.state_changed_at) and (r.moves_id is null
  or (s.state = 'pending' and exists (select from subscribers m where m.id = r.moves_id and m.state in ('active', 'paused')))))`

export async function nextRequestId(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('confirmation_requests', 'id')) as id`.execute(db)
  return rows[0]?.id ?? 0
}

export interface NewRequest {
  /** Drawn beforehand, because the token's hash covers it. */
  id: number
  address: string
  key: string
  nonce: Buffer
  tokenHash: Buffer
  statement: string
  network: string
  givenAt: Date
  now: Date
  expiresAt: Date
  remindAt: Date | null
  /** The subscription that moves to this address. */
  movesId: number | null
}

/**
 * Writes a request to confirm, with the consent it is about and, for an address never seen, its
 * subscriber. False where the address may not be sent a confirmation mail.
 */
export async function insertRequest(db: Db, request: NewRequest): Promise<boolean> {
  const { rows } = await sql`
    with person as (
      insert into subscribers as s (address, address_key, state, created_at, state_changed_at)
      values (${request.address}, ${request.key}, 'pending', ${request.now}, ${request.now})
      -- Sets what is set: a row in another state is returned, and held, as well.
      on conflict (address_key) do update set address_key = excluded.address_key where ${mayConfirm}
      returning id, state_changed_at
    ), consent as (
      insert into consents (subscriber_id, source, statement, network, given_at)
      select id, 'form', ${request.statement}, ${request.network}, ${request.givenAt} from person
      returning id, subscriber_id
    )
    insert into confirmation_requests
      (id, subscriber_id, consent_id, nonce, token_hash, requested_at, expires_at, remind_at, moves_id)
    overriding system value
    -- It came after whatever the row says of its past, also where a clock was set back since.
    select ${request.id}, subscriber_id, consent.id, ${request.nonce}, ${request.tokenHash},
      greatest(${request.now}, person.state_changed_at), ${request.expiresAt}, ${request.remindAt}::timestamptz,
      ${request.movesId}::bigint
    from consent join person on person.id = consent.subscriber_id returning id`.execute(db)
  return rows.length > 0
}

export async function findRequest(db: Db, hash: Buffer) {
  const { rows } = await sql<{
    address: string | null
    state: string
    confirmed_at: Date | null
    expires_at: Date
    may_confirm: boolean
    moves: boolean
  }>`
    select r.confirmed_at, r.expires_at, s.address, s.state, ${mayConfirm} and ${stillStands} as may_confirm,
      r.moves_id is not null as moves
    from confirmation_requests r join subscribers s on s.id = r.subscriber_id
    where r.token_hash = ${hash}`.execute(db)
  return rows[0]
}

export interface UsedRequest {
  requestId: number
  consentId: number
  subscriberId: number
  addressKey: string
  movesId: number | null
}

/**
 * Uses a request: once, in time, and only for who may still confirm. One statement, so that a
 * hundred clicks at once use it once; the caller makes the transition in the same transaction.
 */
export async function useRequest(trx: Db, hash: Buffer, now: Date): Promise<UsedRequest | undefined> {
  const { rows } = await sql<UsedRequest>`
    update confirmation_requests r set confirmed_at = ${now}, remind_at = null, reminder_owed = false
    from (select * from subscribers
          where id = (select subscriber_id from confirmation_requests where token_hash = ${hash}) for update) s
    where r.token_hash = ${hash} and r.subscriber_id = s.id and r.confirmed_at is null and r.expires_at > ${now}
      and ${mayConfirm} and ${stillStands}
    returning r.id as "requestId", r.consent_id as "consentId", s.id as "subscriberId", s.address_key as "addressKey",
      r.moves_id as "movesId"`.execute(trx)
  return rows[0]
}

export async function confirmConsent(trx: Db, consentId: number, now: Date): Promise<void> {
  await trx.updateTable('consents').set({ confirmed_at: now }).where('id', '=', consentId).execute()
}

/** A request that still waits, a day after it was asked, and nobody was asked since. */
export async function takeRemindersDue(
  trx: Db,
  now: Date,
  limit: number
): Promise<{ id: number; addressKey: string }[]> {
  const { rows } = await sql<{ id: number; addressKey: string | null; due: boolean }>`
    with taken as (
      update confirmation_requests set remind_at = null
      where id in (select id from confirmation_requests where remind_at <= ${now} order by remind_at limit ${limit} for update skip locked)
      returning *
    )
    select r.id, s.address_key as "addressKey",
      s.state in ('pending', 'unsubscribed') and ${stillStands} and r.confirmed_at is null and r.expires_at > ${now}
        and not exists (select from confirmation_requests later where later.subscriber_id = r.subscriber_id and later.id > r.id) as due
    from taken r join subscribers s on s.id = r.subscriber_id order by r.id`.execute(trx)
  return rows.flatMap(({ id, addressKey, due }) => (due && addressKey !== null ? [{ id, addressKey }] : []))
}

export async function oweReminder(trx: Db, requestId: number): Promise<void> {
  await trx.updateTable('confirmation_requests').set({ reminder_owed: true }).where('id', '=', requestId).execute()
}

/** What a confirmation mail is made from, for every try anew. */
export async function findRequestSecrets(db: Db, requestId: number) {
  return db
    .selectFrom('confirmation_requests')
    .select(['id', 'nonce', 'token_hash as tokenHash', 'subscriber_id as subscriberId'])
    .where('id', '=', requestId)
    .executeTakeFirst()
}

/** For a mail that can no longer write the link it wrote before, because its key is gone. */
export async function changeTokenHash(db: Db, requestId: number, tokenHash: Buffer): Promise<void> {
  await db.updateTable('confirmation_requests').set({ token_hash: tokenHash }).where('id', '=', requestId).execute()
}

export async function listRequestsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('confirmation_requests')
    .select(['requested_at as requestedAt', 'expires_at as expiresAt', 'confirmed_at as confirmedAt'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('id', 'desc')
    .execute()
}
