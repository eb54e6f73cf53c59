import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Each takes up to `limit` of what is owed; the caller plans the mails in the same transaction. */

export async function takeRequests(trx: Db, limit: number) {
  const { rows } = await sql<{ requestId: number; subscriberId: number; expiresAt: Date }>`
    update confirmation_requests set mail_owed = false
    where id in (select id from confirmation_requests where mail_owed order by id limit ${limit} for update skip locked)
    returning id as "requestId", subscriber_id as "subscriberId", expires_at as "expiresAt"`.execute(trx)
  return rows
}

export async function takeReminders(trx: Db, limit: number) {
  const { rows } = await sql<{ requestId: number; subscriberId: number; expiresAt: Date }>`
    update confirmation_requests set reminder_owed = false
    where id in (select id from confirmation_requests where reminder_owed order by id limit ${limit} for update skip locked)
    returning id as "requestId", subscriber_id as "subscriberId", expires_at as "expiresAt"`.execute(trx)
  return rows
}

export async function takeTold(trx: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update subscribers set told_owed = false
    where id in (select id from subscribers where told_owed order by id limit ${limit} for update skip locked)
    returning id`.execute(trx)
  return rows.map(({ id }) => id)
}

export async function takeAccountLinks(trx: Db, limit: number) {
  const { rows } = await sql<{ accountLinkId: number; subscriberId: number; expiresAt: Date }>`
    update account_links set mail_owed = false
    where id in (select id from account_links where mail_owed order by id limit ${limit} for update skip locked)
    returning id as "accountLinkId", subscriber_id as "subscriberId", expires_at as "expiresAt"`.execute(trx)
  return rows
}

export async function takeWelcomes(trx: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update subscribers set welcome_owed = false
    where id in (select id from subscribers where welcome_owed order by id limit ${limit} for update skip locked)
    returning id`.execute(trx)
  return rows.map(({ id }) => id)
}
