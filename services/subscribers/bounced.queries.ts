import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Bounce } from './bounced.ts'

/** Editions in a row that a full mailbox refuses, and the days they must span: a week's holiday is no reason. */
const soft = { editions: 5, days: 14 }
/** Providers switch mailboxes off and on again, for a bill or a migration: one refusal is no proof. */
const disabledDays = 30

/** Who has refusals counted, and the feed day of the newest. */
export async function findBounceCounts(
  db: Db,
  subscriberIds: readonly number[]
): Promise<{ subscriberId: number; countedOn: string }[]> {
  const { rows } = await sql<{ subscriberId: number; countedOn: string }>`
    select subscriber_id as "subscriberId", counted_on::text as "countedOn"
    from bounce_counts where subscriber_id = any(${subscriberIds}::bigint[])`.execute(db)
  return rows
}

/** One statement, at most one bounce a subscriber; rows are locked in the order of their ids. */
export async function applyBounces(db: Db, bounces: readonly Bounce[], now: Date): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with v as (
      select * from unnest(
        ${bounces.map(({ subscriberId }) => subscriberId)}::bigint[], ${bounces.map(({ kind }) => kind)}::text[],
        ${bounces.map(({ at }) => at)}::timestamptz[], ${bounces.map(({ editionDay }) => editionDay)}::date[],
        ${bounces.map(({ recovered }) => recovered)}::boolean[]) as v (id, kind, at, day, recovered)
    ), reachable as materialized (
      select v.*, s.state_changed_at from v join subscribers s on s.id = v.id
      where s.state in ('active', 'paused') and s.state_changed_at <= v.at
      order by s.id for update of s
    ), before as (
      select r.*, c.subscriber_id is not null and not r.recovered and c.counted_at >= r.state_changed_at as stands,
        c.soft, c.soft_since, c.disabled_on, c.counted_on
      from reachable r left join bounce_counts c on c.subscriber_id = r.id
    ), after as (
      select id, kind, day, at,
        stands and kind = 'disabled' and day - disabled_on between 1 and ${disabledDays} as again,
        case when stands then soft else 0 end + (kind in ('full', 'other'))::int as soft,
        case when stands and soft > 0 then soft_since when kind in ('full', 'other') then day end as soft_since,
        case when kind = 'disabled' then day when stands then disabled_on end as disabled_on
      from before where kind = 'address' or day > case when stands then counted_on else '-infinity'::date end
    ), verdict as materialized (
      select *, kind = 'address' or coalesce(again, false)
        or (kind in ('full', 'other') and soft >= ${soft.editions} and day - soft_since >= ${soft.days}) as gone
      from after
    ), counted as (
      insert into bounce_counts (subscriber_id, soft, soft_since, disabled_on, counted_on, counted_at)
      select id, soft, soft_since, disabled_on, day, at from verdict where not gone order by id
      on conflict (subscriber_id) do update set soft = excluded.soft, soft_since = excluded.soft_since,
        disabled_on = excluded.disabled_on, counted_on = excluded.counted_on, counted_at = excluded.counted_at
    ), cleared as (
      delete from bounce_counts c using verdict where c.subscriber_id = verdict.id and verdict.gone
    )
    update subscribers s set state = 'suppressed', suppression = 'bounce', state_changed_at = ${now}, welcome_owed = false
    from verdict where s.id = verdict.id and verdict.gone
    returning s.id`.execute(db)
  return rows.map(({ id }) => id)
}
