import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'
import { deliveriesOf } from '../partitions.queries.ts'

/** Mails of a wave that are leased together. */
export const rangeSize = 500

export interface Range {
  editionId: number
  revision: number
  dueAt: Date
  firstId: number
  lastId: number
}

interface Claim {
  lease: number
  leaseMs: number
  now: Date
}

const range = sql`edition_id as "editionId", revision, due_at as "dueAt", first_id as "firstId", last_id as "lastId"`

/** Leases a range that somebody gave back. */
export async function claimFreeRange(db: Db, { lease, leaseMs }: Claim): Promise<Range | undefined> {
  const { rows } = await sql<Range>`${prepared}
    update leases set id = ${lease}, revision = free.current, until = now() + ${leaseMs} * interval '1 millisecond'
    from (
      select l.id as freed, e.revision as current from leases l join editions e on e.id = l.edition_id
      where l.until is null and e.state <> 'paused' order by l.due_at limit 1 for update of l skip locked
    ) free where leases.id = free.freed
    returning ${range}`.execute(db)
  return rows[0]
}

/** The wave that is due first. */
export async function findDueWave(db: Db, now: Date) {
  const { rows } = await sql<{ editionId: number; dueAt: Date }>`${prepared}
    select w.edition_id as "editionId", w.due_at as "dueAt" from waves w join editions e on e.id = w.edition_id
    where w.due_at <= ${now} and e.state = 'sending' order by w.due_at, w.edition_id limit 1`.execute(db)
  return rows[0]
}

/**
 * Leases the next range of a wave: one statement. Who comes at the same time waits for it and gets
 * the range after. Undefined where the wave is used up, which is then removed.
 */
export async function cutRange(
  db: Db,
  { editionId, dueAt }: { editionId: number; dueAt: Date },
  { lease, leaseMs }: Claim
): Promise<Range | undefined> {
  const { rows } = await sql<Range>`${prepared}
    with wave as materialized (
      select w.after_id, e.revision from waves w join editions e on e.id = w.edition_id
      where w.edition_id = ${editionId} and w.due_at = ${dueAt} and e.state = 'sending' for update of w
    ), cut as materialized (
      select min(id) as first_id, max(id) as last_id from (
        select d.subscriber_id as id from ${sql.table(deliveriesOf(editionId))} d
        where d.subscriber_id > (select after_id from wave)
          and d.due_at = ${dueAt} and d.state = 'planned'
        order by d.subscriber_id limit ${rangeSize}
      ) members
    ), moved as (
      update waves set after_id = cut.last_id from cut
      where edition_id = ${editionId} and due_at = ${dueAt} and cut.last_id is not null
    ), used_up as (
      delete from waves using wave, cut
      where edition_id = ${editionId} and due_at = ${dueAt} and cut.last_id is null
    )
    insert into leases (id, ledger, edition_id, revision, due_at, first_id, last_id, until)
    select ${lease}, 'deliveries', ${editionId}, wave.revision, ${dueAt}, first_id, last_id,
      now() + ${leaseMs} * interval '1 millisecond'
    from wave, cut where last_id is not null
    returning ${range}`.execute(db)
  return rows[0]
}
