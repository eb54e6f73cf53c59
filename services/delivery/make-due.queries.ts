import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * Deliveries of an edition that wait for their time fall due now, and end as long after it as they would have; returns
 * how many. What is in doubt or was tried keeps its end.
 */
export async function makeDue(trx: Db, editionId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with early as (
      delete from waves where edition_id = ${editionId} and due_at > ${now} returning due_at, after_id, expires_at
    ), merged as (
      insert into waves (edition_id, due_at, expires_at)
      select ${editionId}, ${now}::timestamptz, max(${now}::timestamptz + (expires_at - due_at)) from early having count(*) > 0
      on conflict do nothing
    ), moved as (
      update deliveries d set due_at = ${now}, expires_at = ${now}::timestamptz + (d.expires_at - d.due_at) from early
      where d.edition_id = ${editionId} and d.due_at = early.due_at and d.state = 'planned' returning 1
    ), singles as (
      update single_deliveries s set due_at = ${now} from deliveries d
      where s.edition_id = ${editionId} and s.lease is null and s.due_at > ${now}
        and d.edition_id = ${editionId} and d.subscriber_id = s.subscriber_id and d.state in ('planned', 'deferred') returning 1
    )
    select (select count(*) from moved) + (select count(*) from singles) as count`.execute(trx)
  return rows[0]?.count ?? 0
}
