import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export async function retryDoubts(db: Db, editionId: number, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update single_deliveries s set due_at = ${now}, doubted_lease = null from deliveries d
    where s.edition_id = ${editionId} and s.lease is null and s.due_at > ${now}
      and d.edition_id = ${editionId} and d.subscriber_id = s.subscriber_id and d.state = 'in_doubt'`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export async function acceptDoubts(db: Db, editionId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with resolved as (
      delete from single_deliveries s using deliveries d
      where s.edition_id = ${editionId} and s.lease is null
        and d.edition_id = ${editionId} and d.subscriber_id = s.subscriber_id and d.state = 'in_doubt'
      returning s.subscriber_id
    ), accepted as (
      update deliveries d set state = 'accepted', settled_at = ${now} from resolved
      where d.edition_id = ${editionId} and d.subscriber_id = resolved.subscriber_id and d.state = 'in_doubt'
      returning d.subscriber_id
    ), kept as (
      insert into attempts (edition_id, subscriber_id, at, outcome, reply)
      select ${editionId}, subscriber_id, ${now}::timestamptz, 'accepted', 'the operator says that it arrived' from accepted
    )
    select count(*) as count from accepted`.execute(db)
  return rows[0]?.count ?? 0
}
