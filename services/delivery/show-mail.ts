import { addDays } from '../papers/feed-day.ts'
import type { Db } from '../platform/database.ts'
import { listAttemptsOf } from './attempts.queries.ts'
import { listDeliveriesOf } from './deliveries.queries.ts'
import { listNoticesOf } from './notices.queries.ts'
import { newestRetired } from './retention.queries.ts'

/** One mail to one person, and where it stands. */
export interface ShownMail {
  state: string
  tries: number
  /** When it is tried, or was to be; null: held until the operator says. */
  dueAt: Date | null
  settledAt: Date | null
}

/** One try: what the relay answered, and what it calls the mail. */
export interface ShownAttempt {
  at: Date
  outcome: string
  replyClass: string | null
  reply: string | null
  relay: number | null
  relayId: string | null
}

export interface MailOf {
  /** Deliveries of editions before this feed day are not kept any more; null: all are kept. */
  keptSince: string | null
  /** Newest first; an edition without a day is the sample. */
  deliveries: ({ edition: string | null; revision: number; attempts: ShownAttempt[] } & ShownMail)[]
  /** Confirmations and welcomes, newest first, with what the relay said last. */
  notices: ({ kind: string; reply: string | null } & ShownMail)[]
}

/** Every mail that was planned for a subscriber, as far back as deliveries are kept. */
export async function mailOf({ db }: { db: Db }, subscriberId: number): Promise<MailOf> {
  const [deliveries, attempts, notices, retired] = await Promise.all([
    listDeliveriesOf(db, subscriberId),
    listAttemptsOf(db, subscriberId),
    listNoticesOf(db, subscriberId),
    newestRetired(db)
  ])
  return {
    keptSince: retired === undefined ? null : addDays(retired, 1),
    deliveries: deliveries.map((row) => ({
      edition: row.feed_day,
      revision: row.revision,
      ...shown(row),
      attempts: attempts
        .filter((attempt) => attempt.edition_id === row.edition_id)
        .map(({ at, outcome, reply_class: replyClass, reply, relay, relay_id: relayId }) => ({
          at,
          outcome,
          replyClass,
          reply,
          relay,
          relayId
        }))
    })),
    notices: notices.map((row) => ({ kind: row.kind, reply: row.reply, ...shown(row) }))
  }
}

function shown(row: { state: string; tries: number; due_at: Date | number; settled_at: Date | null }): ShownMail {
  // pg reads 'infinity' as a number.
  const dueAt = row.due_at instanceof Date ? row.due_at : null
  return { state: row.state, tries: row.tries, dueAt, settledAt: row.settled_at }
}
