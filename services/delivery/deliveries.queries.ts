import { type RawBuilder, sql } from 'kysely'
import type { DifferingReaders } from '../editions/differing-readers.ts'
import type { Db } from '../platform/database.ts'
import { plannedSelection } from './planned-selection.ts'

export interface Planned {
  editionId: number
  revision: number
  datedAt: Date
  dueAt: Date
  expiresAt: Date
  /** Whose selection is other than usual; undefined where nobody's is. */
  differing: DifferingReaders | undefined
}

const columns = sql`edition_id, subscriber_id, revision, selection, dated_at, due_at, expires_at`

function rowsOf({ editionId, revision, datedAt, dueAt, expiresAt, differing }: Planned, audience: RawBuilder<unknown>) {
  const { selection, join } = plannedSelection(differing, sql`reader.id`)
  return sql`
    select ${editionId}::integer, reader.id, ${revision}::integer, ${selection}, ${datedAt}::timestamptz, ${dueAt}::timestamptz, ${expiresAt}::timestamptz
    from ${audience} reader (id) ${join}`
}

const everybody = sql`(select id from subscribers where state = 'active')`

/** Fills the table of an edition's deliveries, which has no key yet, with the whole audience. */
export async function loadAudience(db: Db, table: string, planned: Planned): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into ${sql.table(table)} (${columns}) ${rowsOf(planned, everybody)}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Every active subscriber who has no delivery of this edition yet. Returns how many were added. */
export async function insertAudience(db: Db, planned: Planned): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into deliveries (${columns}) ${rowsOf(planned, everybody)} on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** One delivery, due by itself; false where the subscriber has one of this edition already. */
export async function insertSingle(db: Db, subscriberId: number, planned: Planned): Promise<boolean> {
  const { rows } = await sql`
    with added as (
      insert into deliveries (${columns}) ${rowsOf(planned, sql`(values (${subscriberId}::bigint))`)}
      on conflict do nothing returning subscriber_id
    )
    insert into single_deliveries (edition_id, subscriber_id, due_at)
    select ${planned.editionId}, subscriber_id, ${planned.dueAt}::timestamptz from added returning 1`.execute(db)
  return rows.length === 1
}

/** The deliveries of one due time, for claims to work through. */
export async function insertWave(db: Db, { editionId, dueAt, expiresAt }: Planned): Promise<void> {
  await db
    .insertInto('waves')
    .values({ edition_id: editionId, due_at: dueAt, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
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

/** How many of an edition's deliveries a worker holds just now. */
export async function countClaimed(db: Db, editionId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (
      select count(*) from leases l join deliveries d on d.edition_id = ${editionId}
        and d.subscriber_id between l.first_id and l.last_id and d.due_at = l.due_at and d.state = 'planned'
      where l.edition_id = ${editionId} and l.until is not null
        and not exists (select from single_deliveries x where x.edition_id = ${editionId} and x.subscriber_id = d.subscriber_id)
    ) + (
      select count(*) from single_deliveries x join deliveries d on d.edition_id = ${editionId} and d.subscriber_id = x.subscriber_id
      where x.edition_id = ${editionId} and x.lease is not null and d.state = 'planned'
    ) as count`.execute(db)
  return rows[0]?.count ?? 0
}

/**
 * Editions being sent whose every delivery is final, as many as were expected. Counted only where
 * nothing is left to claim: counting a million every ten seconds cost as much as sending them.
 */
export async function findCompleted(db: Db): Promise<number[]> {
  const { rows: quiet } = await sql<{ id: number; expected: number }>`
    select id, expected from editions e where state = 'sending'
      and not exists (select from waves w where w.edition_id = e.id)
      and not exists (select from leases l where l.edition_id = e.id)
      and not exists (select from single_deliveries s where s.edition_id = e.id)`.execute(db)
  const completed: number[] = []
  for (const { id, expected } of quiet) {
    const { rows } = await sql<{ final: number }>`
      select count(*) as final from deliveries
      where edition_id = ${id} and state in ('accepted', 'refused', 'expired', 'withdrawn', 'cancelled')`.execute(db)
    if (rows[0]?.final === expected) completed.push(id)
  }
  return completed
}

/** Whether a delivery can be claimed now. */
export async function isOwed(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ owed: boolean }>`
    select exists (select from waves w join editions e on e.id = w.edition_id where w.due_at <= ${now} and e.state = 'sending')
      or exists (select from leases l join editions e on e.id = l.edition_id where l.until is null and e.state <> 'paused')
      or exists (select from single_deliveries s join editions e on e.id = s.edition_id
        where s.lease is null and s.due_at <= ${now} and e.state <> 'paused') as owed`.execute(db)
  return rows[0]?.owed ?? false
}

/** When a delivery is next to be claimed, after `now` and until `until`. */
export async function nextDue(db: Db, { now, until }: { now: Date; until: Date }): Promise<Date | undefined> {
  const { rows } = await sql<{ due: Date | null }>`
    select least(
      (select min(w.due_at) from waves w join editions e on e.id = w.edition_id
       where w.due_at > ${now} and w.due_at <= ${until} and e.state = 'sending'),
      (select min(due_at) from single_deliveries where lease is null and due_at > ${now} and due_at <= ${until})
    ) as due`.execute(db)
  return rows[0]?.due ?? undefined
}

/** What one person was sent, newest first. */
export async function listDeliveriesOf(db: Db, subscriberId: number) {
  const { rows } = await sql<{
    feed_day: string | null
    revision: number
    state: string
    tries: number
    due_at: Date
    settled_at: Date | null
    edition_id: number
  }>`
    select e.feed_day, d.edition_id, d.revision, d.state, d.tries, coalesce(s.due_at, d.due_at) as due_at, d.settled_at
    from deliveries d join editions e on e.id = d.edition_id
    left join single_deliveries s on s.edition_id = d.edition_id and s.subscriber_id = d.subscriber_id
    where d.subscriber_id = ${subscriberId} order by d.dated_at desc`.execute(db)
  return rows
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
