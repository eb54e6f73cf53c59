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
 * Records such a batch as recordDeliveries() would, for half of what that costs PostgreSQL. Returns the
 * subscribers whose delivery it changed where a lease is not held any more: nobody else is to try them again. Undefined
 * where the edition's tables are gone.
 */
export async function recordAccepted(
  db: Db,
  { editionId, revision, relay, outcomes }: AcceptedBatch
): Promise<number[] | undefined> {
  const ids = outcomes.map(({ subscriberId }) => subscriberId)
  const leases = [...new Set(outcomes.map(({ lease }) => lease))]
  const [first, last] = [Math.min(...ids), Math.max(...ids)]
  // Where they lie together one walk through the table finds them all, for a seventh less than a look for each in the
  // index. A plan for any batch counts on ten rows and would look for each, so the key is hidden from it.
  const areDense = last - first < 4 * ids.length
  const statement = sql<{ subscriberId: number }>`${prepared}
    with held as materialized (
      select id from leases where id = any(${leases}::bigint[]) and until is not null for share
    ), changed as (
      update ${sql.table(deliveriesOf(editionId))} t set
        state = 'accepted', revision = ${revision}, tries = t.tries + 1, settled_at = to_timestamp(v.at / 1000)
      from unnest(
        ${ids}::bigint[], ${outcomes.map((o) => o.reply)}::text[], ${outcomes.map((o) => o.relayId)}::text[],
        ${outcomes.map((o) => o.at)}::float8[]
      ) as v (id, reply, relay_id, at)
      where t.subscriber_id ${areDense ? sql`+ 0` : sql``} = v.id and t.subscriber_id between ${first} and ${last}
        and t.state <> 'accepted'
      returning t.subscriber_id, t.settled_at, v.reply, v.relay_id
    ), kept as (
      insert into ${sql.table(attemptsOf(editionId))} (edition_id, subscriber_id, at, outcome, reply, relay, relay_id)
      select ${editionId}, subscriber_id, settled_at, 'accepted', reply, ${relay}::smallint, relay_id from changed
    )
    select subscriber_id as "subscriberId" from changed where (select count(*) from held) < ${leases.length}`
  try {
    const { rows } = await statement.execute(db)
    return rows.map(({ subscriberId }) => subscriberId)
  } catch (error) {
    // Asking first for what nearly always is there was a statement a batch.
    if ((error as { code?: string }).code === undefinedTable) return undefined
    throw error
  }
}

/** SQLSTATE, PostgreSQL's appendix A. */
const undefinedTable = '42P01'
