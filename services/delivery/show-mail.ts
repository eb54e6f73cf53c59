import type { Db } from '../platform/database.ts'
import { listDeliveriesOf } from './deliveries.queries.ts'
import { listNoticesOf } from './notices.queries.ts'

/** One mail to one person: where it stands, and what the relay said last. */
export interface ShownMail {
  state: string
  tries: number
  dueAt: Date
  settledAt: Date | null
  reply: string | null
}

export interface MailOf {
  /** Newest first; an edition without a day is the sample. */
  deliveries: ({ edition: string | null; revision: number } & ShownMail)[]
  /** Confirmations and welcomes, newest first. */
  notices: ({ kind: string } & ShownMail)[]
}

/** Every mail that was planned for a subscriber, as far back as deliveries are kept. */
export async function mailOf({ db }: { db: Db }, subscriberId: number): Promise<MailOf> {
  const [deliveries, notices] = await Promise.all([listDeliveriesOf(db, subscriberId), listNoticesOf(db, subscriberId)])
  return {
    deliveries: deliveries.map((row) => ({ edition: row.feed_day, revision: row.revision, ...shown(row) })),
    notices: notices.map((row) => ({ kind: row.kind, ...shown(row) }))
  }
}

function shown(row: {
  state: string
  tries: number
  due_at: Date
  settled_at: Date | null
  reply: string | null
}): ShownMail {
  return { state: row.state, tries: row.tries, dueAt: row.due_at, settledAt: row.settled_at, reply: row.reply }
}
