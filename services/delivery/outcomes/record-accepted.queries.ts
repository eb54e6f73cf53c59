import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'
import type { Outcome } from '../ledger.ts'
import { attemptsOf, deliveriesOf } from '../partitions.queries.ts'

/** A batch as nearly all are: first tries that one relay accepted, of one revision. */
export interface AcceptedBatch {
  editionId: number
  revision: number
  relay: number | null
  outcomes: readonly Outcome[]
}

/**
 * Records such a batch as recordDeliveries() would, for half of what that costs PostgreSQL. Returns the subscribers
 * whose delivery it changed, and whether every lease was still held. Throws where the edition's tables are gone.
 */
export async function recordAccepted(
  db: Db,
  { editionId, revision, relay, outcomes }: AcceptedBatch
): Promise<{ subscriberIds: number[]; owned: boolean }> {
  const ids = outcomes.map(({ subscriberId }) => subscriberId)
  const leases = [...new Set(outcomes.map(({ lease }) => lease))]
  const { rows } = await sql<{ subscriberId: number; held: number }>`${prepared}
    with v as materialized (
      select * from unnest(
        ${ids}::bigint[], ${outcomes.map((o) => o.reply)}::text[], ${outcomes.map((o) => o.relayId)}::text[],
        ${outcomes.map((o) => o.at)}::float8[]
      ) as v (id, reply, relay_id, at)
    ), held as materialized (
      select id from leases where id = any(${leases}::bigint[]) and until is not null for share
    ), changed as (
      update ${sql.table(deliveriesOf(editionId))} t set
        state = 'accepted', revision = ${revision}, tries = t.tries + 1, settled_at = to_timestamp(v.at / 1000)
      from v
      where t.subscriber_id = v.id and t.subscriber_id between ${Math.min(...ids)} and ${Math.max(...ids)}
        and t.state <> 'accepted'
      returning t.subscriber_id
    ), kept as (
      insert into ${sql.table(attemptsOf(editionId))} (edition_id, subscriber_id, at, outcome, reply, relay, relay_id)
      select ${editionId}, v.id, to_timestamp(v.at / 1000), 'accepted', v.reply, ${relay}::smallint, v.relay_id
      from v join changed on changed.subscriber_id = v.id
    )
    select subscriber_id as "subscriberId", (select count(*) from held) as held from changed`.execute(db)
  return {
    subscriberIds: rows.map(({ subscriberId }) => subscriberId),
    owned: rows.every(({ held }) => held === leases.length)
  }
}
