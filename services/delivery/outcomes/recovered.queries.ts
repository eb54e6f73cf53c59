import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Which of these subscribers had an edition accepted after the given feed day. */
export async function findRecovered(
  db: Db,
  since: readonly { subscriberId: number; countedOn: string }[]
): Promise<number[]> {
  if (since.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select v.id from unnest(
      ${since.map(({ subscriberId }) => subscriberId)}::bigint[], ${since.map(({ countedOn }) => countedOn)}::date[]) as v (id, day)
    where exists (
      select from editions e join deliveries d on d.edition_id = e.id and d.subscriber_id = v.id
      where e.feed_day > v.day and d.state = 'accepted')`.execute(db)
  return rows.map(({ id }) => id)
}

/** The feed day of an edition; null: the sample, which is never sent. */
export async function findFeedDay(db: Db, editionId: number): Promise<string | null> {
  const { feed_day } = await db
    .selectFrom('editions')
    .select('feed_day')
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow()
  return feed_day
}
