import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export async function nextAccountLinkId(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('account_links', 'id')) as id`.execute(db)
  return rows[0]?.id ?? 0
}

/** States in which the owner may be written to about the account. */
const mayBeMailed = sql`('active', 'paused', 'unsubscribed')`

/**
 * The id was drawn beforehand, because the token's hash covers it. Nothing is written where the owner may
 * not be written to: it waits for whoever is changing that.
 */
export async function insertAccountLink(
  db: Db,
  link: { id: number; subscriberId: number; nonce: Buffer; tokenHash: Buffer; now: Date; expiresAt: Date }
): Promise<void> {
  await sql`
    insert into account_links (id, subscriber_id, nonce, token_hash, requested_at, expires_at) overriding system value
    select ${link.id}, id, ${link.nonce}::bytea, ${link.tokenHash}::bytea, ${link.now}::timestamptz,
      ${link.expiresAt}::timestamptz
    from subscribers where id = ${link.subscriberId} and state in ${mayBeMailed} for share`.execute(db)
}

/** Whose account a link opens, as long as it does. */
export async function findAccountLink(db: Db, hash: Buffer, now: Date) {
  return db
    .selectFrom('account_links as l')
    .innerJoin('subscribers as s', 's.id', 'l.subscriber_id')
    .select(['s.id as subscriberId', 's.address', 's.state', 'l.expires_at as expiresAt'])
    .where('l.token_hash', '=', hash)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', now)
    .where('s.address', 'is not', null)
    .executeTakeFirst()
}

/** Uses a link: once and in time. Returns whose it is. */
export async function useAccountLink(trx: Db, hash: Buffer, now: Date): Promise<number | undefined> {
  const used = await trx
    .updateTable('account_links')
    .set({ used_at: now })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('subscriber_id')
    .executeTakeFirst()
  return used?.subscriber_id
}

export async function findAccountSecrets(db: Db, id: number) {
  return db
    .selectFrom('account_links')
    .select(['id', 'nonce', 'token_hash as tokenHash'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function changeAccountTokenHash(db: Db, id: number, tokenHash: Buffer): Promise<void> {
  await db.updateTable('account_links').set({ token_hash: tokenHash }).where('id', '=', id).execute()
}
