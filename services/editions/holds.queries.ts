import type { Db } from '../platform/database.ts'

export async function findHold(db: Db, day: string) {
  return db.selectFrom('edition_holds').selectAll().where('feed_day', '=', day).executeTakeFirst()
}

/** Holds a day, also one that was held and released before. */
export async function upsertHold(
  db: Db,
  hold: { day: string; by: string; at: Date; reason: string | null }
): Promise<void> {
  const values = { held_by: hold.by, held_at: hold.at, reason: hold.reason, released_at: null }
  await db
    .insertInto('edition_holds')
    .values({ feed_day: hold.day, ...values })
    .onConflict((conflict) => conflict.column('feed_day').doUpdateSet(values))
    .execute()
}

/** False where the day is not held. */
export async function setReleased(db: Db, day: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('edition_holds')
    .set({ released_at: at })
    .where('feed_day', '=', day)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
