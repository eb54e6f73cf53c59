import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** How many mails the inbox keeps. */
const keptMessages = 2000

interface InboxMessage {
  id: number
  to: string
  subject: string
  receivedAt: Date
}

/** Stores one mail and drops what is older than the newest 2,000, in one statement. */
export async function insertMessage(
  { db }: { db: Db },
  message: { to: string; subject: string; receivedAt: Date; source: Buffer }
): Promise<void> {
  // The deletion does not see the row being inserted, hence one fewer.
  await sql`
    with dropped as (
      delete from inbox_messages
      where id <= (select id from inbox_messages order by id desc offset ${keptMessages - 1} limit 1)
    )
    insert into inbox_messages (recipient, subject, received_at, source)
    values (${message.to}, ${message.subject}, ${message.receivedAt}, ${message.source})
  `.execute(db)
}

/** The newest mails, those before the id `before` where it is given; sizes in bytes. */
export async function listMessages(
  { db }: { db: Db },
  { limit, before }: { limit: number; before?: number }
): Promise<(InboxMessage & { size: number })[]> {
  return db
    .selectFrom('inbox_messages')
    .select(['id', 'recipient as to', 'subject', 'received_at as receivedAt'])
    .select(sql<number>`octet_length(source)`.as('size'))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** One mail with its source as it came over SMTP. */
export async function findMessage(
  { db }: { db: Db },
  id: number
): Promise<(InboxMessage & { source: Buffer }) | undefined> {
  return db
    .selectFrom('inbox_messages')
    .select(['id', 'recipient as to', 'subject', 'received_at as receivedAt', 'source'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function deleteMessagesTo({ db }: { db: Db }, address: string): Promise<void> {
  await db.deleteFrom('inbox_messages').where(sql`lower(recipient)`, '=', address.toLowerCase()).execute()
}
