import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * Ends what no claim will: deliveries held in doubt or of a paused edition whose time is over, and the
 * waves of such an edition. Not what a worker holds, whose answer is still to come.
 */
export async function expireOverdue(db: Db, now: Date): Promise<void> {
  await sql`
    with over as (
      select s.edition_id, s.subscriber_id from single_deliveries s
      join editions e on e.id = s.edition_id
      join deliveries d on d.edition_id = s.edition_id and d.subscriber_id = s.subscriber_id
      where s.lease is null and (s.due_at = 'infinity' or e.state = 'paused') and d.expires_at <= ${now}
      for update of s skip locked
    ), ended as (
      update deliveries d set state = 'expired', settled_at = ${now} from over
      where d.edition_id = over.edition_id and d.subscriber_id = over.subscriber_id
        and d.state in ('planned', 'deferred', 'in_doubt')
    )
    delete from single_deliveries s using over
    where s.edition_id = over.edition_id and s.subscriber_id = over.subscriber_id`.execute(db)

  const { rows } = await sql<{ edition_id: number }>`
    select distinct w.edition_id from waves w join editions e on e.id = w.edition_id
    where e.state = 'paused' and w.expires_at <= ${now}`.execute(db)
  for (const { edition_id: editionId } of rows) await expireWaves(db, editionId, now)
}

async function expireWaves(db: Db, editionId: number, now: Date): Promise<void> {
  await sql`
    with over as (delete from waves where edition_id = ${editionId} and expires_at <= ${now} returning due_at, after_id)
    update deliveries d set state = 'expired', settled_at = ${now} from over
    where d.edition_id = ${editionId} and d.due_at = over.due_at and d.subscriber_id > over.after_id and d.state = 'planned'
      and not exists (select from single_deliveries s where s.edition_id = ${editionId} and s.subscriber_id = d.subscriber_id)
  `.execute(db)
}
