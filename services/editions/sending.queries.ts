import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { editionColumns } from './editions.queries.ts'

/** Lets an edition leave; false where it already does. */
export async function setDue(db: Db, editionId: number, dueAt: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('editions')
    .set({ due_at: dueAt })
    .where('id', '=', editionId)
    .where('state', '=', 'frozen')
    .where('due_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Locks the edition that is next to be planned, if any. */
export async function lockEditionToPlan(db: Db) {
  return db
    .selectFrom('editions')
    .select(editionColumns)
    .where('state', '=', 'frozen')
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export async function lockEdition(db: Db, editionId: number) {
  return db.selectFrom('editions').select(editionColumns).where('id', '=', editionId).forUpdate().executeTakeFirst()
}

export async function setSending(db: Db, editionId: number, now: Date): Promise<void> {
  await sql`
    update editions set
      state = case when expected = 0 then 'sent' else 'sending' end,
      completed_at = case when expected = 0 then ${now}::timestamptz end
    where id = ${editionId} and state = 'frozen'`.execute(db)
}

export async function addExpected(db: Db, editionId: number, count: number): Promise<void> {
  await db
    .updateTable('editions')
    .set((e) => ({ expected: e('expected', '+', count) }))
    .where('id', '=', editionId)
    .execute()
}

export async function setCompleted(db: Db, editionId: number, now: Date): Promise<void> {
  await db
    .updateTable('editions')
    .set({ state: 'sent', completed_at: now })
    .where('id', '=', editionId)
    .where('state', '=', 'sending')
    .execute()
}

/** Only editions of earlier days and the sample: one that is made up for ends no newer one, and takes no newer one's place. */
export async function setSuperseded(db: Db, editionId: number): Promise<void> {
  await sql`
    update editions older set superseded_by = newer.id from editions newer
    where newer.id = ${editionId} and coalesce(older.feed_day, '-infinity') < newer.feed_day and older.state in ('sending', 'paused')
      and not exists (select from editions other where other.id = older.superseded_by and other.feed_day > newer.feed_day)
  `.execute(db)
}

/** False where the edition is in none of the states `from`. */
export async function changeState(
  db: Db,
  editionId: number,
  { to, from }: { to: string; from: readonly string[] }
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('editions')
    .set({ state: to })
    .where('id', '=', editionId)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
