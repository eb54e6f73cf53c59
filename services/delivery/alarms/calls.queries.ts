import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** A request to one of the operator's addresses that is to be made now. */
export interface OwedCall {
  about: string
  target: 'webhook' | 'heartbeat'
  /** Which try it is, from 1. */
  tries: number
  /** What a webhook is told. */
  alarm: { key: string; kind: string; text: string; raisedAt: string } | null
}

/** Owes the webhook each of these alarms. */
export async function insertWebhookCalls(
  trx: Db,
  alarmIds: readonly number[],
  { now, until }: { now: Date; until: Date }
): Promise<void> {
  if (alarmIds.length === 0) return
  await trx
    .insertInto('calls')
    .values(
      alarmIds.map((id) => ({
        about: `alarm ${id}`,
        target: 'webhook',
        alarm_id: id,
        due_at: now,
        expires_at: until
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Owes a heartbeat for each edition that completed and each freeze that found a quiet day within the
 * last `lifetimeMs`. Read from what became of them, so that no way of completing can forget it.
 */
export async function insertHeartbeats(db: Db, { now, lifetimeMs }: { now: Date; lifetimeMs: number }): Promise<void> {
  const lifetime = sql`${lifetimeMs} * interval '1 millisecond'`
  await sql`
    insert into calls (about, target, due_at, expires_at)
    select about, 'heartbeat', ${now}::timestamptz, at + ${lifetime} from (
      select 'edition ' || id as about, completed_at as at from editions
      where state = 'sent' and feed_day is not null and completed_at is not null
      union all
      select 'freeze ' || to_char(planned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), settled_at from freezes
      where outcome = 'quiet'
    ) good
    where at > ${now}::timestamptz - ${lifetime} and not exists (select from calls c where c.about = good.about)
    on conflict do nothing`.execute(db)
}

/** Takes up to `limit` calls that are due. Who dies with one leaves it to others after `leaseMs`. */
export async function takeCalls(
  db: Db,
  { now, limit, leaseMs }: { now: Date; limit: number; leaseMs: number }
): Promise<OwedCall[]> {
  const { rows } = await sql<OwedCall>`
    update calls c set due_at = ${now}::timestamptz + ${leaseMs} * interval '1 millisecond', tries = tries + 1
    where about in (
      select about from calls where state = 'owed' and due_at <= ${now} and expires_at > ${now}
      order by due_at, about limit ${limit} for update skip locked)
    returning about, target, tries,
      (select json_build_object('key', a.key, 'kind', a.kind, 'text', a.text, 'raisedAt', a.raised_at)
       from alarms a where a.id = c.alarm_id) as alarm`.execute(db)
  return rows
}

export async function settleCall(
  db: Db,
  about: string,
  { state, now }: { state: 'answered' | 'withdrawn'; now: Date }
): Promise<void> {
  await db
    .updateTable('calls')
    .set({ state, settled_at: now })
    .where('about', '=', about)
    .where('state', '=', 'owed')
    .execute()
}

export async function putOffCall(
  db: Db,
  about: string,
  { dueAt, reason }: { dueAt: Date; reason: string }
): Promise<void> {
  await db
    .updateTable('calls')
    .set({ due_at: dueAt, reason })
    .where('about', '=', about)
    .where('state', '=', 'owed')
    .execute()
}

/** Ends calls whose time is over; returns them. */
export async function giveUpCalls(db: Db, now: Date): Promise<{ about: string; reason: string | null }[]> {
  return db
    .updateTable('calls')
    .set({ state: 'given_up', settled_at: now })
    .where('state', '=', 'owed')
    .where('expires_at', '<=', now)
    .returning(['about', 'reason'])
    .execute()
}
