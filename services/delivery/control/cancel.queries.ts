import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Cancels the deliveries of an edition that nobody has claimed; returns how many. The caller holds the edition. */
export async function cancelDeliveries(trx: Db, editionId: number, now: Date): Promise<number> {
  // Ranges that were given back are nobody's: their mails are cancelled with the others.
  await sql`delete from leases where edition_id = ${editionId} and until is null`.execute(trx)
  await sql`delete from waves where edition_id = ${editionId}`.execute(trx)
  const { rows } = await sql<{ count: number }>`
    with held as materialized (
      select first_id, last_id, due_at from leases where edition_id = ${editionId}
    ), cancelled as (
      update deliveries d set state = 'cancelled', settled_at = ${now}
      where d.edition_id = ${editionId} and d.state in ('planned', 'deferred', 'in_doubt')
        and not exists (
          select from held where d.subscriber_id between held.first_id and held.last_id and d.due_at = held.due_at
            -- Given back before the others of its range.
            and not exists (
              select from single_deliveries s where s.edition_id = ${editionId} and s.subscriber_id = d.subscriber_id))
        and not exists (
          select from single_deliveries s
          where s.edition_id = ${editionId} and s.subscriber_id = d.subscriber_id and s.lease is not null)
      returning 1
    ), singles as (
      delete from single_deliveries where edition_id = ${editionId} and lease is null
    )
    select count(*) as count from cancelled`.execute(trx)
  return rows[0]?.count ?? 0
}
