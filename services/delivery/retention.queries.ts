import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * Editions frozen before `before`, sent or cancelled, whose deliveries are still kept. Not the newest
 * one that left, however old: new readers are welcomed with it.
 */
export async function findToRetire(db: Db, before: Date): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from editions
    where state in ('sent', 'cancelled') and greatest(frozen_at, due_at, completed_at) < ${before}
      and feed_day < (select max(feed_day) from editions where state in ('sending', 'paused', 'sent'))
      and to_regclass('deliveries_' || id) is not null
    order by feed_day`.execute(db)
  return rows.map(({ id }) => id)
}

/** Whether an edition has a delivery that is not final, or was planned at `before` or later. */
export async function hasLiveDelivery(db: Db, editionId: number, before: Date): Promise<boolean> {
  const { rows } = await sql<{ live: boolean }>`
    select exists (
      select from deliveries where edition_id = ${editionId}
        and (state not in ('accepted', 'refused', 'expired', 'withdrawn', 'cancelled') or dated_at >= ${before})) as live`.execute(
    db
  )
  return rows[0]?.live ?? false
}

/** Drops the deliveries and attempts of an edition, and what claims left of it. */
export async function dropDeliveries(trx: Db, editionId: number): Promise<void> {
  await sql`delete from single_deliveries where edition_id = ${editionId}`.execute(trx)
  await sql`delete from waves where edition_id = ${editionId}`.execute(trx)
  await sql`delete from leases where edition_id = ${editionId}`.execute(trx)
  await sql`drop table if exists ${sql.table(`deliveries_${editionId}`)}, ${sql.table(`attempts_${editionId}`)}`.execute(
    trx
  )
}

/** The newest feed day whose deliveries are not kept any more; undefined where all are. */
export async function newestRetired(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ day: string | null }>`
    select max(feed_day) as day from editions
    where expected > 0 and feed_day is not null and to_regclass('deliveries_' || id) is null`.execute(db)
  return rows[0]?.day ?? undefined
}

interface Bounds {
  before: Date
  limit: number
}

/** Final notices. */
export function deleteNotices(db: Db, { before, limit }: Bounds): Promise<number> {
  return affected(
    db,
    sql`delete from notices where id in (
      select id from notices where state in ('accepted', 'refused', 'expired', 'withdrawn')
        and coalesce(settled_at, dated_at) < ${before} order by id limit ${limit})`
  )
}

/** Drafts whose mail is gone. */
export function deleteDrafts(db: Db, { before, limit }: Bounds): Promise<number> {
  return affected(
    db,
    sql`delete from drafts where feed_day in (
      select feed_day from drafts d where freeze_at < ${before}
        and not exists (select from notices n where n.draft_day = d.feed_day) order by feed_day limit ${limit})`
  )
}

/** Alarms with their mails and calls, and heartbeats. */
export async function deleteAlarms(db: Db, { before, limit }: Bounds): Promise<number> {
  const alarms = await affected(
    db,
    sql`delete from alarms where id in (
      select id from alarms where announced and raised_at < ${before} order by id limit ${limit})`
  )
  const calls = await affected(
    db,
    sql`delete from calls where about in (
      select about from calls where settled_at < ${before} order by settled_at limit ${limit})`
  )
  return alarms + calls
}

async function affected(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await statement.execute(db)
  return Number(numAffectedRows ?? 0)
}
