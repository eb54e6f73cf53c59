import type { Db } from '../platform/database.ts'

/** Those of the subjects that the edition of another day has in one of its revisions. */
export async function findSubjectsOfOthers(db: Db, day: string, subjects: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('edition_revisions')
    .innerJoin('editions', 'editions.id', 'edition_revisions.edition_id')
    .select('edition_revisions.subject')
    .where('edition_revisions.subject', 'in', subjects)
    .where('editions.feed_day', '<>', day)
    .execute()
  return new Set(rows.map(({ subject }) => subject))
}
