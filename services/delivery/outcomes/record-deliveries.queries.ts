import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Outcome } from '../ledger.ts'

/** What was recorded, and whether under a lease that its worker still held. */
export interface Recorded {
  subscriberId: number
  owned: boolean
}

/**
 * Records what came of deliveries of one edition. An acceptance is a fact, whoever claims the row
 * now; anything else counts only under the lease it was sent with, so that nothing is recorded
 * twice, by a worker that was given up or from a journal. Kept as an attempt is each try, and what
 * uses none up and is to be told: an answer that was about the relay, and why a delivery ended without one.
 */
export async function recordDeliveries(db: Db, editionId: number, outcomes: readonly Outcome[]): Promise<Recorded[]> {
  const ids = outcomes.map(({ subscriberId }) => subscriberId)
  const { rows } = await sql<Recorded>`
    with v as materialized (
      select * from unnest(
        ${ids}::bigint[], ${outcomes.map((o) => o.lease)}::bigint[],
        ${outcomes.map((o) => o.single)}::boolean[], ${outcomes.map((o) => o.state)}::text[],
        ${outcomes.map((o) => o.revision)}::integer[], ${outcomes.map((o) => o.tried)}::boolean[],
        ${outcomes.map((o) => o.replyClass)}::text[], ${outcomes.map((o) => o.reply)}::text[],
        ${outcomes.map((o) => o.relay)}::smallint[], ${outcomes.map((o) => o.relayId)}::text[],
        ${outcomes.map((o) => o.at)}::float8[]
      ) as v (id, lease, single, state, revision, tried, reply_class, reply, relay, relay_id, at)
    ), held as materialized (
      select id from leases where id = any(${[...new Set(outcomes.map((o) => o.lease))]}::bigint[]) and until is not null for share
    ), changed as (
      update deliveries t set
        state = v.state,
        revision = v.revision,
        tries = t.tries + v.tried::int,
        doubts = t.doubts + (v.state = 'in_doubt')::int,
        settled_at = case when v.state in ('accepted', 'refused', 'expired') then to_timestamp(v.at / 1000) end
      from v left join held on held.id = v.lease
      where t.edition_id = ${editionId} and t.subscriber_id = v.id
        -- A batch is of one range: without its bounds the planner reads the whole table for two hundred rows.
        and t.subscriber_id between ${Math.min(...ids)} and ${Math.max(...ids)} and case
        when v.state = 'accepted' then t.state <> 'accepted'
        when held.id is null then false
        when v.single then exists (
          select from single_deliveries s where s.edition_id = ${editionId} and s.subscriber_id = v.id and s.lease = v.lease)
        else t.state = 'planned' end
      returning t.subscriber_id, held.id is not null as owned
    ), kept as (
      insert into attempts (edition_id, subscriber_id, at, outcome, reply_class, reply, relay, relay_id)
      select ${editionId}, v.id, to_timestamp(v.at / 1000), v.state, v.reply_class, v.reply, v.relay, v.relay_id
      from v join changed on changed.subscriber_id = v.id
      where v.tried or v.reply_class is not null or v.state = 'expired'
    )
    select subscriber_id as "subscriberId", owned from changed`.execute(db)
  return rows
}

/** Deliveries that wait for a time of their own now. */
export async function putOff(
  db: Db,
  editionId: number,
  due: readonly { subscriberId: number; dueAt: Date | 'infinity'; doubtedLease: number | null }[]
): Promise<void> {
  await sql`
    insert into single_deliveries (edition_id, subscriber_id, due_at, doubted_lease)
    select ${editionId}, * from unnest(
      ${due.map((one) => one.subscriberId)}::bigint[], ${due.map((one) => one.dueAt)}::timestamptz[],
      ${due.map((one) => one.doubtedLease)}::bigint[])
    on conflict (edition_id, subscriber_id) do update
      set due_at = excluded.due_at, doubted_lease = excluded.doubted_lease, lease = null`.execute(db)
}
