import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Address } from './address.ts'

/** States in which an address may be sent a confirmation mail; suppressions by anything but a bounce are for the operator to lift. */
const mayConfirm = sql<boolean>`(state in ('pending', 'unsubscribed') or (state = 'suppressed' and suppression = 'bounce'))`

/** Makes the row where there is none, then locks it: sign-ups of one address queue up behind each other. */
export async function lockSubscriber(db: Db, { address, key }: Address, now: Date) {
  await db
    .insertInto('subscribers')
    .values({ address, address_key: key, state: 'pending', created_at: now, state_changed_at: now })
    .onConflict((conflict) => conflict.column('address_key').doNothing())
    .execute()
  return db
    .selectFrom('subscribers')
    .select(['id', mayConfirm.as('may_confirm')])
    .where('address_key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** How many confirmations were asked for since each of the given instants. */
export async function countRequests(db: Db, subscriberId: number, since: Date[]): Promise<number[]> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from confirmation_requests where subscriber_id = ${subscriberId} and requested_at > since) as count
    from unnest(${since}::timestamptz[]) with ordinality as t (since, place) order by place`.execute(db)
  return rows.map(({ count }) => count)
}

export async function nextRequestId(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('confirmation_requests', 'id')) as id`.execute(db)
  return rows[0]?.id ?? 0
}

export async function insertConsent(
  db: Db,
  consent: {
    subscriberId: number
    source: 'form' | 'import'
    statement: string
    network: string | null
    now: Date
    confirmedAt: Date | null
  }
): Promise<number> {
  const { id } = await db
    .insertInto('consents')
    .values({
      subscriber_id: consent.subscriberId,
      source: consent.source,
      statement: consent.statement,
      network: consent.network,
      given_at: consent.now,
      confirmed_at: consent.confirmedAt
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The id was drawn beforehand, because the token's hash covers it. */
export async function insertRequest(
  db: Db,
  request: {
    id: number
    subscriberId: number
    consentId: number
    nonce: Buffer
    tokenHash: Buffer
    now: Date
    expiresAt: Date
  }
): Promise<void> {
  await sql`
    insert into confirmation_requests (id, subscriber_id, consent_id, nonce, token_hash, requested_at, expires_at)
    overriding system value
    values (${request.id}, ${request.subscriberId}, ${request.consentId}, ${request.nonce}, ${request.tokenHash}, ${request.now}, ${request.expiresAt})`.execute(
    db
  )
}

export async function findRequest(db: Db, hash: Buffer) {
  return db
    .selectFrom('confirmation_requests as r')
    .innerJoin('subscribers as s', 's.id', 'r.subscriber_id')
    .select(['r.id', 'r.confirmed_at', 'r.expires_at', 's.address', 's.state', mayConfirm.as('may_confirm')])
    .where('r.token_hash', '=', hash)
    .executeTakeFirst()
}

/**
 * Uses a request: once, in time, and only for who may still confirm. One statement, so
 * that a hundred clicks at once make one transition. Returns the subscriber's id.
 */
export async function useRequest(db: Db, hash: Buffer, now: Date): Promise<number | undefined> {
  const { rows } = await sql<{ subscriber_id: number }>`
    with used as (
      update confirmation_requests r set confirmed_at = ${now}
      from (select id from subscribers where ${mayConfirm}
            and id = (select subscriber_id from confirmation_requests where token_hash = ${hash}) for update) s
      where r.token_hash = ${hash} and r.subscriber_id = s.id and r.confirmed_at is null and r.expires_at > ${now}
      returning r.subscriber_id, r.consent_id
    ), recorded as (
      update consents c set confirmed_at = ${now} from used where c.id = used.consent_id
    )
    update subscribers s
    set state = 'active', suppression = null, state_changed_at = ${now}, undo_until = null, welcome_owed = true
    from used where s.id = used.subscriber_id
    returning s.id as subscriber_id`.execute(db)
  return rows[0]?.subscriber_id
}

export async function findSubscriber(db: Db, id: number) {
  return db
    .selectFrom('subscribers')
    .select(['id', 'address', 'state'])
    .where('id', '=', id)
    .where('address', 'is not', null)
    .executeTakeFirst()
}

/** From any state in which mail could come; what an unconfirmed sign-up left cannot be undone into a subscription. */
export async function markUnsubscribed(db: Db, id: number, now: Date, undoUntil: Date): Promise<void> {
  await sql`
    update subscribers
    set undo_until = case when state = 'active' then ${undoUntil}::timestamptz end,
        state = 'unsubscribed', state_changed_at = ${now}, welcome_owed = false
    where id = ${id} and state in ('pending', 'active', 'paused')`.execute(db)
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

/** Takes up to `limit` requests whose mail is owed; the caller plans the mails in the same transaction. */
export async function takeRequests(db: Db, limit: number) {
  const { rows } = await sql<{ id: number; subscriber_id: number; expires_at: Date }>`
    update confirmation_requests set mail_owed = false
    where id in (select id from confirmation_requests where mail_owed order by id limit ${limit} for update skip locked)
    returning id, subscriber_id, expires_at`.execute(db)
  return rows
}

/** What a confirmation mail is made from, for every try anew. */
export async function findNonce(db: Db, requestId: number) {
  return db.selectFrom('confirmation_requests').select(['id', 'nonce']).where('id', '=', requestId).executeTakeFirst()
}

/** Takes up to `limit` welcomes that are owed; the caller plans them in the same transaction. */
export async function takeWelcomes(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update subscribers set welcome_owed = false
    where id in (select id from subscribers where welcome_owed order by id limit ${limit} for update skip locked)
    returning id`.execute(db)
  return rows.map(({ id }) => id)
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
