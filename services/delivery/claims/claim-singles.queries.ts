import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'

/** Leases deliveries that are due by themselves; returns their editions and subscribers. Not of an edition that is being revised. */
export async function claimSingles(
  db: Db,
  { lease, leaseMs, limit, now }: { lease: number; leaseMs: number; limit: number; now: Date }
) {
  const { rows } = await sql<{ editionId: number; subscriberId: number }>`${prepared}
    with due as (
      select d.edition_id, d.subscriber_id from single_deliveries d join editions e on e.id = d.edition_id
      where d.lease is null and d.due_at <= ${now} and e.state <> 'paused'
      order by d.due_at limit ${limit}
      for share of e skip locked for update of d skip locked
    ), leased as (
      insert into leases (id, ledger, until)
      select ${lease}, 'deliveries', now() + ${leaseMs} * interval '1 millisecond' where exists (select from due)
    )
    update single_deliveries t set lease = ${lease}, doubted_lease = null from due
    where t.edition_id = due.edition_id and t.subscriber_id = due.subscriber_id
    returning t.edition_id as "editionId", t.subscriber_id as "subscriberId"`.execute(db)
  return rows
}

export async function removeSingles(db: Db, editionId: number, subscriberIds: number[]): Promise<void> {
  await db
    .deleteFrom('single_deliveries')
    .where('edition_id', '=', editionId)
    .where('subscriber_id', 'in', subscriberIds)
    .execute()
}
