import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { NoticeDetails } from '../ledger.ts'

interface LeasedNotice {
  key: number
  subscriberId: number
  address: string | null
  tries: number
  datedAt: Date
  expiresAt: Date
  details: NoticeDetails
}

/**
 * Whether the subscriber `s` may be sent the notice `t`; null, where there is no subscriber, counts as
 * no. `addressed` are the kinds to no subscriber that have an address.
 */
const mailable = (addressed: readonly string[]) => sql`
  case when t.subscriber_id is null then t.kind = any(${addressed}::text[]) else case t.kind
    when 'confirmation' then s.state in ('pending', 'unsubscribed') or (s.state = 'suppressed' and s.suppression = 'bounce')
    when 'reminder' then s.state in ('pending', 'unsubscribed')
    when 'already_subscribed' then s.state in ('active', 'paused')
    when 'account' then s.state in ('active', 'paused', 'unsubscribed')
    else s.state = 'active' end end`

/** Leases notices; those whose reader left or whose time is over are ended in the same statement. */
export async function leaseNotices(
  db: Db,
  {
    lease,
    leaseMs,
    limit,
    now,
    addressed
  }: { lease: number; leaseMs: number; limit: number; now: Date; addressed: readonly string[] }
): Promise<{ looked: number; leased: LeasedNotice[] }> {
  const { rows } = await sql<LeasedNotice & { lease: number | null }>`
    with owed as (
      select id, subscriber_id from notices
      where state in ('planned', 'deferred', 'in_doubt') and lease is null and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked
    ), leased as (
      insert into leases (id, ledger, until)
      select ${lease}, 'notices', now() + ${leaseMs} * interval '1 millisecond' where exists (select from owed)
    )
    update notices t set
      state = case when (${mailable(addressed)}) is not true then 'withdrawn' when t.expires_at <= ${now} then 'expired' else t.state end,
      settled_at = case when (${mailable(addressed)}) is not true or t.expires_at <= ${now} then ${now}::timestamptz end,
      lease = case when (${mailable(addressed)}) and t.expires_at > ${now} then ${lease}::bigint end,
      doubted_lease = null
    from owed left join subscribers s on s.id = owed.subscriber_id
    where t.id = owed.id
    returning t.lease, t.id as key, coalesce(t.subscriber_id, 0) as "subscriberId", s.address, t.tries,
      t.dated_at as "datedAt", t.expires_at as "expiresAt",
      json_build_object('kind', t.kind, 'requestId', t.request_id, 'draftDay', t.draft_day, 'alarmId', t.alarm_id,
        'accountLinkId', t.account_link_id) as details`.execute(db)
  const leased = rows.flatMap(({ lease: held, ...notice }) => (held === null ? [] : [notice]))
  return { looked: rows.length, leased }
}
