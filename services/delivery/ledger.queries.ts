import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * The statements over the two tables of mails to send, `deliveries` and `notices`, which
 * have the same states. A mail is named by two numbers: its edition's or its own id, and
 * the subscriber's.
 */
export interface Ledger {
  table: 'deliveries' | 'notices'
  key: 'edition_id' | 'id'
  /** Whether the subscriber `s` may still be sent the row `t`. */
  mailable: RawBuilder<boolean>
  /** What rendering needs beside the address. */
  details: RawBuilder<unknown>
}

export interface MailKey {
  key: number
  subscriberId: number
}

export interface ClaimedMail extends MailKey {
  address: string
  lease: number
  tries: number
  datedAt: Date
  expiresAt: Date
  details: DeliveryDetails | NoticeDetails
}

export interface DeliveryDetails {
  revision: number
  /** Bitmap over the pool; null: its first papers. */
  selection: string | null
}

export interface NoticeDetails {
  kind: 'confirmation' | 'welcome'
  requestId: number | null
}

export const deliveries: Ledger = {
  table: 'deliveries',
  key: 'edition_id',
  mailable: sql`s.state = 'active'`,
  details: sql`json_build_object('revision', t.revision, 'selection', encode(t.selection, 'hex'))`
}

export const notices: Ledger = {
  table: 'notices',
  key: 'id',
  mailable: sql`case t.kind
    when 'confirmation' then s.state in ('pending', 'unsubscribed') or (s.state = 'suppressed' and s.suppression = 'bounce')
    else s.state = 'active' end`,
  details: sql`json_build_object('kind', t.kind, 'requestId', t.request_id)`
}

const columns = ({ table, key }: Ledger) => ({
  table: sql.table(table),
  key: sql.ref(`t.${key}`),
  keyName: sql.ref(key)
})

/**
 * Claims up to `limit` mails that are due: one statement, skipping what others hold. Who
 * left since the planning is withdrawn here, what came too late expires here. A mail that
 * was never in doubt takes its edition's current revision; one in doubt keeps its bytes.
 * Leases run by PostgreSQL's clock, so that a machine with a wrong one steals nothing.
 */
export async function claim(
  db: Db,
  ledger: Ledger,
  { limit, leaseMs, now }: { limit: number; leaseMs: number; now: Date }
) {
  const { table, key, keyName } = columns(ledger)
  const setRevision =
    ledger.table === 'deliveries'
      ? sql`revision = case when t.doubts > 0 then t.revision else (select e.revision from editions e where e.id = t.edition_id) end,`
      : sql``
  const { rows } = await sql<ClaimedMail & { state: string }>`
    with owed as (
      select ${keyName}, subscriber_id from ${table}
      where state in ('planned', 'deferred', 'in_doubt') and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked
    ), leased as (select nextval('leases') as lease)
    update ${table} t set
      ${setRevision}
      state = case when s.id is null or not (${ledger.mailable}) then 'withdrawn' when t.expires_at <= ${now} then 'expired' else 'claimed' end,
      settled_at = case when s.id is null or not (${ledger.mailable}) or t.expires_at <= ${now} then ${now}::timestamptz end,
      lease = leased.lease,
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from leased, owed left join subscribers s on s.id = owed.subscriber_id
    where ${key} = owed.${keyName} and t.subscriber_id = owed.subscriber_id
    returning t.state, ${key} as key, t.subscriber_id as "subscriberId", s.address, t.lease, t.tries,
      t.dated_at as "datedAt", t.expires_at as "expiresAt", ${ledger.details} as details`.execute(db)
  return { looked: rows.length, claimed: rows.filter(({ state }) => state === 'claimed') }
}

/** Owns a lease for longer; returns how many mails it still covers. */
export async function renewLease(db: Db, ledger: Ledger, lease: number, leaseMs: number): Promise<number> {
  const { table } = columns(ledger)
  const { numAffectedRows } = await sql`
    update ${table} set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where lease = ${lease} and state in ('claimed', 'handed') and lease_until > now()`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/**
 * Marks mails as handed, just before their bytes go to a connection: under their lease
 * only, and only while the subscriber is still to be mailed. Returns those that may go.
 */
export async function markHanded(db: Db, ledger: Ledger, mails: ClaimedMail[], now: Date): Promise<MailKey[]> {
  const { table, key } = columns(ledger)
  const { rows } = await sql<MailKey & { state: string }>`
    update ${table} t set
      state = case when ${ledger.mailable} then 'handed' else 'withdrawn' end,
      settled_at = case when ${ledger.mailable} then null else ${now}::timestamptz end,
      tries = t.tries + 1
    from unnest(${mails.map((mail) => mail.key)}::bigint[], ${mails.map((mail) => mail.subscriberId)}::bigint[], ${mails.map((mail) => mail.lease)}::bigint[])
      as v (key, subscriber_id, lease)
    join subscribers s on s.id = v.subscriber_id
    where ${key} = v.key and t.subscriber_id = v.subscriber_id and t.lease = v.lease and t.state = 'claimed' and t.lease_until > now()
    returning t.state, ${key} as key, t.subscriber_id as "subscriberId"`.execute(db)
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
      as v (key, subscriber_id, lease, state, reply, due_at)
    where ${key} = v.key and t.subscriber_id = v.subscriber_id
      and case when v.state = 'accepted' then t.state <> 'accepted' else t.state = 'handed' and t.lease = v.lease end`.execute(
    db
  )
}

/** Gives back what was claimed and not handed. */
export async function release(db: Db, ledger: Ledger, leases: number[]): Promise<void> {
  const { table } = columns(ledger)
  await sql`
    update ${table} set state = 'planned', lease = null, lease_until = null
    where lease = any(${leases}::bigint[]) and state = 'claimed'`.execute(db)
}

/**
 * Takes up what a dead worker left: a mail not yet handed is planned again, one that was
 * handed may have been accepted and is in doubt. Returns how many of each.
 */
export async function endLeases(
  db: Db,
  ledger: Ledger,
  { inDoubtAfterMs, now }: { inDoubtAfterMs: number; now: Date }
) {
  const { table } = columns(ledger)
  const { rows } = await sql<{ planned: number; in_doubt: number }>`
    with ended as (
      update ${table} set
        state = case when state = 'claimed' then 'planned' else 'in_doubt' end,
        doubts = doubts + (state = 'handed')::int,
        due_at = case when state = 'claimed' then due_at else ${new Date(now.getTime() + inDoubtAfterMs)}::timestamptz end,
        reply = case when state = 'claimed' then reply else 'the worker ended before the relay''s answer was recorded' end,
        lease = null, lease_until = null
      where state in ('claimed', 'handed') and lease_until <= now()
      returning state
    )
    select count(*) filter (where state = 'planned') as planned, count(*) filter (where state = 'in_doubt') as in_doubt from ended`.execute(
    db
  )
  return { planned: rows[0]?.planned ?? 0, inDoubt: rows[0]?.in_doubt ?? 0 }
}

/** Whether a mail is due now. */
export async function isOwed(db: Db, ledger: Ledger, now: Date): Promise<boolean> {
  const { table } = columns(ledger)
  const { rows } = await sql<{ owed: boolean }>`
    select exists (select 1 from ${table} where state in ('planned', 'deferred', 'in_doubt') and due_at <= ${now}) as owed`.execute(
    db
  )
  return rows[0]?.owed ?? false
}
