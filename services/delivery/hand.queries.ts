import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { type ClaimedMail, columns, type Ledger, type MailKey } from './ledger.ts'

/**
 * Marks mails as handed, just before their bytes go to a connection: under their lease
 * only, and only while the subscriber is still to be mailed. Returns those that may go.
 */
export async function markHanded(db: Db, ledger: Ledger, mails: ClaimedMail[], now: Date): Promise<MailKey[]> {
  const { table, key } = columns(ledger)
  const { reader, mailable } = ledger
  const { rows } = await sql<MailKey & { state: string }>`
    update ${table} t set
      state = case when ${mailable} then 'handed' else 'withdrawn' end,
      settled_at = case when ${mailable} then null else ${now}::timestamptz end,
      tries = t.tries + 1
    from unnest(${mails.map((mail) => mail.key)}::bigint[], ${mails.map((mail) => mail.subscriberId)}::bigint[], ${mails.map((mail) => mail.lease)}::bigint[])
      as v (key, reader, lease)
    left join subscribers s on s.id = v.reader
    where ${key} = v.key and ${reader} = v.reader and t.lease = v.lease and t.state = 'claimed' and t.lease_until > now()
    returning t.state, ${key} as key, ${reader} as "subscriberId"`.execute(db)
  return rows.filter(({ state }) => state === 'handed')
}

export interface Outcome extends MailKey {
  lease: number
  state: 'accepted' | 'refused' | 'deferred' | 'expired' | 'in_doubt' | 'planned'
  reply: string
  dueAt: Date | undefined
}

/**
 * Records what came of mails. An acceptance is a fact and is recorded whoever holds the
 * row now; anything else only under the lease it was sent with.
 */
export async function recordOutcomes(db: Db, ledger: Ledger, outcomes: Outcome[], now: Date): Promise<void> {
  const { table, key } = columns(ledger)
  await sql`
    update ${table} t set
      state = v.state,
      reply = v.reply,
      lease = null,
      lease_until = null,
      due_at = coalesce(v.due_at, t.due_at),
      doubts = t.doubts + (v.state = 'in_doubt')::int,
      tries = t.tries - (v.state = 'planned')::int,
      settled_at = case when v.state in ('accepted', 'refused', 'expired') then ${now}::timestamptz end
    from unnest(
      ${outcomes.map((outcome) => outcome.key)}::bigint[], ${outcomes.map((outcome) => outcome.subscriberId)}::bigint[],
      ${outcomes.map((outcome) => outcome.lease)}::bigint[], ${outcomes.map((outcome) => outcome.state)}::text[],
      ${outcomes.map((outcome) => outcome.reply)}::text[], ${outcomes.map((outcome) => outcome.dueAt ?? null)}::timestamptz[])
      as v (key, reader, lease, state, reply, due_at)
    where ${key} = v.key and ${ledger.reader} = v.reader
      and case when v.state = 'accepted' then t.state <> 'accepted' else t.state = 'handed' and t.lease = v.lease end`.execute(
    db
  )
}
