import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/**
 * Puts the default papers of the new revision into selections that were planned for an older one; the slots of
 * the extras stay. Not into what a worker holds, which may be handed in this moment: its places of the pool are
 * as good, one paper more or less where the pool became that small.
 */
export async function reselect(trx: Db, editionId: number, pool: Buffer): Promise<void> {
  await sql`
    update deliveries d set selection = overlay(d.selection placing ${pool}::bytea from 1)
    where d.edition_id = ${editionId} and d.selection is not null and d.state in ('planned', 'deferred') and d.doubts = 0
      and not exists (
        select from leases l where l.edition_id = ${editionId} and l.until is not null
          and d.subscriber_id between l.first_id and l.last_id and d.due_at = l.due_at
          -- Given back before the others of its range.
          and not exists (
            select from single_deliveries s where s.edition_id = ${editionId} and s.subscriber_id = d.subscriber_id))
      and not exists (
        select from single_deliveries s
        where s.edition_id = ${editionId} and s.subscriber_id = d.subscriber_id and s.lease is not null)`.execute(trx)
}
