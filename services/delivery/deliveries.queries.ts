import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

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
}

/** The audience in one statement: every active subscriber who has no delivery of this edition yet. Returns how many were added. */
export async function insertAudience(
  db: Db,
  { editionId, revision, datedAt, dueAt, expiresAt }: Planned
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into deliveries (edition_id, subscriber_id, revision, dated_at, due_at, expires_at)
    select ${editionId}, id, ${revision}, ${datedAt}, ${dueAt}, ${expiresAt} from subscribers where state = 'active'
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** One delivery; false where the subscriber has one of this edition already. */
export async function insertDelivery(
  db: Db,
  subscriberId: number,
  { editionId, revision, datedAt, dueAt, expiresAt }: Planned
): Promise<boolean> {
  const inserted = await db
    .insertInto('deliveries')
    .values({
      edition_id: editionId,
      subscriber_id: subscriberId,
      revision,
      dated_at: datedAt,
      due_at: dueAt,
      expires_at: expiresAt
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('subscriber_id')
    .executeTakeFirst()
  return inserted !== undefined
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

export async function hadDelivery(db: Db, subscriberId: number): Promise<boolean> {
  const found = await db
    .selectFrom('deliveries')
    .select('subscriber_id')
    .where('subscriber_id', '=', subscriberId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
