import type { Db } from '../platform/database.ts'

/** Every try of every mail to one person, newest first. */
export async function listAttemptsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('attempts')
    .select(['edition_id', 'at', 'outcome', 'reply_class', 'reply', 'relay', 'relay_id'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('at', 'desc')
    .execute()
}
