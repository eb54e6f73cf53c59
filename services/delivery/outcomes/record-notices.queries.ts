import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Outcome } from '../ledger.ts'

/** As `recordDeliveries`; a notice keeps what the relay said last on its row. */
export async function recordNotices(db: Db, outcomes: readonly Outcome[]): Promise<void> {
  await sql`
    update notices t set
      state = v.state,
      reply = v.reply,
      lease = null,
      tries = t.tries + v.tried::int,
      doubts = t.doubts + (v.state = 'in_doubt')::int,
      due_at = case when v.held then 'infinity' when v.due_at is null then t.due_at else to_timestamp(v.due_at / 1000) end,
      settled_at = case when v.state in ('accepted', 'refused', 'expired') then to_timestamp(v.at / 1000) end
    from unnest(
      ${outcomes.map((o) => o.key)}::bigint[], ${outcomes.map((o) => o.lease)}::bigint[],
      ${outcomes.map((o) => o.state)}::text[], ${outcomes.map((o) => o.tried)}::boolean[],
      ${outcomes.map((o) => o.reply)}::text[], ${outcomes.map((o) => o.at)}::float8[],
      ${outcomes.map((o) => o.dueAt === 'held')}::boolean[],
      ${outcomes.map((o) => (o.dueAt === 'held' ? null : o.dueAt))}::float8[]
    ) as v (id, lease, state, tried, reply, at, held, due_at)
    where t.id = v.id and case when v.state = 'accepted' then t.state <> 'accepted' else t.lease = v.lease end`.execute(
    db
  )
}
