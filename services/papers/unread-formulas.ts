import type { Db } from '../platform/database.ts'
import { countUnread } from './papers.queries.ts'

/** How many papers show a formula in their title or abstract as it came, because nobody here knows it. */
export async function countUnreadFormulas({ db }: { db: Db }): Promise<number> {
  return countUnread(db)
}
