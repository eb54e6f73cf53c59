import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Who was asked before `before` and never confirmed is nobody to us. What hangs on the row goes with it. */
export async function deleteUnconfirmed(db: Db, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from subscribers where id in (
      select id from subscribers s where state = 'pending' and created_at <= ${before}
        and not exists (select from confirmation_requests r where r.subscriber_id = s.id and r.requested_at > ${before})
      order by created_at limit ${limit} for update skip locked)
    returning id`.execute(db)
  return rows.length
}

/** What a sign-up of known addresses left that nobody confirmed, and links that ended. */
export async function deleteOldRecords(db: Db, before: Date): Promise<void> {
  await sql`
    delete from consents where confirmed_at is null and source = 'form' and given_at <= ${before}`.execute(db)
  await db.deleteFrom('confirmation_requests').where('requested_at', '<=', before).execute()
  await db.deleteFrom('account_links').where('requested_at', '<=', before).execute()
}

export async function deleteEndedPressure(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('sign_up_pressure').where('until', '<=', before).execute()
}
