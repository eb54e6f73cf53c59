import { type RawBuilder, sql } from 'kysely'
import type { DifferingReaders } from '../editions/differing-readers.ts'
import type { Db } from '../platform/database.ts'
import { plannedSelection } from './planned-selection.ts'

const finalStates = ['accepted', 'refused', 'expired', 'withdrawn', 'cancelled'] as const

/**
 * The partition of an edition, made before its first delivery. Attached rather than
 * created as a partition: that would lock every edition's deliveries against reading.
 * The caller holds the edition's row.
 */
export async function ensurePartition(db: Db, editionId: number): Promise<void> {
  const name = `deliveries_${editionId}`
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(db)
  if (rows[0]?.there) return
  await sql`create table ${sql.table(name)} (like deliveries including defaults including constraints)`.execute(db)
  await sql`alter table deliveries attach partition ${sql.table(name)} for values in (${sql.lit(editionId)})`.execute(
    db
  )
}

export interface Planned {
  editionId: number
  revision: number
  datedAt: Date
  dueAt: Date
  expiresAt: Date
  /** Whose selection is other than usual; undefined where nobody's is. */
  differing: DifferingReaders | undefined
}

/** The audience in one statement: every active subscriber who has no delivery of this edition yet. Returns how many were added. */
export async function insertAudience(db: Db, planned: Planned): Promise<number> {
  return insertPlanned(db, sql`(select id from subscribers where state = 'active')`, planned)
}

/** One delivery; false where the subscriber has one of this edition already. */
export async function insertDelivery(db: Db, subscriberId: number, planned: Planned): Promise<boolean> {
  return (await insertPlanned(db, sql`(values (${subscriberId}::bigint))`, planned)) === 1
}

async function insertPlanned(
  db: Db,
  audience: RawBuilder<unknown>,
  { editionId, revision, datedAt, dueAt, expiresAt, differing }: Planned
): Promise<number> {
  const { selection, join } = plannedSelection(differing, sql`reader.id`)
  const { numAffectedRows } = await sql`
    insert into deliveries (edition_id, subscriber_id, revision, selection, dated_at, due_at, expires_at)
    select ${editionId}::integer, reader.id, ${revision}::integer, ${selection}, ${datedAt}::timestamptz, ${dueAt}::timestamptz, ${expiresAt}::timestamptz
    from ${audience} reader (id) ${join}
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export async function countDeliveries(db: Db, editionId: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', (e) => e.fn.countAll<number>().as('count')])
    .where('edition_id', '=', editionId)
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Editions being sent whose every delivery is final, as many as were expected. */
export async function findCompleted(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select e.id from editions e
    where e.state = 'sending' and e.expected =
      (select count(*) from deliveries d where d.edition_id = e.id and d.state = any(${[...finalStates]}::text[]))`.execute(
    db
  )
  return rows.map(({ id }) => id)
}

/** Deliveries not yet handed fall due now; returns how many. */
export async function makeDue(db: Db, editionId: number, now: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ due_at: now })
    .where('edition_id', '=', editionId)
    .where('state', 'in', ['planned', 'deferred'])
    .where('due_at', '>', now)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** What one person was sent, newest first. */
export async function listDeliveriesOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('editions as e', 'e.id', 'd.edition_id')
    .select(['e.feed_day', 'd.revision', 'd.state', 'd.tries', 'd.due_at', 'd.settled_at', 'd.reply'])
    .where('d.subscriber_id', '=', subscriberId)
    .orderBy('d.dated_at', 'desc')
    .execute()
}

export async function hadDelivery(db: Db, subscriberId: number, before: Date): Promise<boolean> {
  const found = await db
    .selectFrom('deliveries')
    .select('subscriber_id')
    .where('subscriber_id', '=', subscriberId)
    .where('dated_at', '<', before)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
