import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Ledger, MailKey } from '../ledger.ts'

export interface OpenLease {
  ledger: Ledger
  editionId: number | null
  revision: number | null
  dueAt: Date | null
  firstId: number | null
  lastId: number | null
}

/** Takes the lease's row, so that one process closes it; undefined where that was done. */
export async function lockLease(trx: Db, lease: number): Promise<OpenLease | undefined> {
  const { rows } = await sql<OpenLease>`
    select ledger, edition_id as "editionId", revision, due_at as "dueAt", first_id as "firstId", last_id as "lastId"
    from leases where id = ${lease} and until is not null for update`.execute(trx)
  return rows[0]
}

/** Mails of the lease of which nothing is recorded. */
export async function unrecordedOf(trx: Db, lease: number, open: OpenLease): Promise<MailKey[]> {
  const { editionId, dueAt, firstId, lastId } = open
  const { rows } =
    open.ledger === 'notices'
      ? await sql<MailKey>`
          select id as key, coalesce(subscriber_id, 0) as "subscriberId" from notices where lease = ${lease}`.execute(
          trx
        )
      : editionId === null
        ? await sql<MailKey>`
            select edition_id as key, subscriber_id as "subscriberId" from single_deliveries where lease = ${lease}`.execute(
            trx
          )
        : await sql<MailKey>`
            select edition_id as key, subscriber_id as "subscriberId" from deliveries
            where edition_id = ${editionId} and subscriber_id between ${firstId} and ${lastId}
              and due_at = ${dueAt} and state = 'planned' and not exists (
                select from single_deliveries x where x.edition_id = ${editionId} and x.subscriber_id = deliveries.subscriber_id)
          `.execute(trx)
  return rows
}

/** Deliveries that may have been accepted and of which nobody can say: of one edition. */
export async function doubtDeliveries(
  trx: Db,
  editionId: number,
  {
    subscriberIds,
    revision,
    reason,
    now
  }: { subscriberIds: number[]; revision: number | null; reason: string; now: Date }
): Promise<void> {
  await sql`
    with doubted as (
      update deliveries set state = 'in_doubt', doubts = doubts + 1, tries = tries + 1,
        revision = coalesce(${revision}, revision)
      where edition_id = ${editionId} and subscriber_id = any(${subscriberIds}::bigint[])
        and state in ('planned', 'deferred', 'in_doubt')
      returning subscriber_id
    )
    insert into attempts (edition_id, subscriber_id, at, outcome, reply)
    select ${editionId}, subscriber_id, ${now}::timestamptz, 'in_doubt', ${reason} from doubted`.execute(trx)
}

export async function doubtNotices(
  trx: Db,
  lease: number,
  { ids, reason, dueAt }: { ids: number[]; reason: string; dueAt: Date | 'infinity' }
): Promise<void> {
  await sql`
    update notices set state = 'in_doubt', doubts = doubts + 1, tries = tries + 1, due_at = ${dueAt}::timestamptz,
      reply = ${reason}, lease = null, doubted_lease = ${lease}
    where lease = ${lease} and id = any(${ids}::bigint[])`.execute(trx)
}

/** Gives back what the lease still has and ends it; a range with nothing left is gone. */
export async function releaseLease(trx: Db, lease: number, left: boolean): Promise<void> {
  await sql`update single_deliveries set lease = null where lease = ${lease}`.execute(trx)
  await sql`update notices set lease = null where lease = ${lease}`.execute(trx)
  if (left) await sql`update leases set until = null where id = ${lease} and edition_id is not null`.execute(trx)
  await sql`delete from leases where id = ${lease} and until is not null`.execute(trx)
}

/**
 * A lease was ended by the sweep with all its mails in doubt, and its journal turned up: those that were never
 * handed are planned again, at once. Returns how many.
 */
export async function clearDoubts(trx: Db, lease: number, handed: MailKey[], now: Date): Promise<number> {
  const keys = handed.map(({ key }) => key)
  const subscribers = handed.map(({ subscriberId }) => subscriberId)
  const { rows } = await sql<{ cleared: number }>`
    with known as (select * from unnest(${keys}::bigint[], ${subscribers}::bigint[]) as k (key, reader)),
    singles as (
      update single_deliveries t set due_at = ${now}, doubted_lease = null
      where t.doubted_lease = ${lease} and t.lease is null
        and not exists (select from known where key = t.edition_id and reader = t.subscriber_id)
      returning edition_id, subscriber_id
    ), planned as (
      update deliveries d set state = 'planned', doubts = doubts - 1, tries = tries - 1
      from singles where d.edition_id = singles.edition_id and d.subscriber_id = singles.subscriber_id and d.state = 'in_doubt'
      returning 1
    ), notified as (
      update notices t set state = 'planned', doubts = doubts - 1, tries = tries - 1, due_at = ${now}, doubted_lease = null
      where t.doubted_lease = ${lease} and t.lease is null and t.state = 'in_doubt'
        and not exists (select from known where key = t.id)
      returning 1
    )
    select (select count(*) from planned) + (select count(*) from notified) as cleared`.execute(trx)
  return rows[0]?.cleared ?? 0
}
