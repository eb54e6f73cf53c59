import type { Db } from '../platform/database.ts'
import type { EditionInputs } from './edition-inputs.ts'

/** undefined for a revision of a version that did not keep them. */
export async function findInputs(db: Db, editionId: number, revision: number): Promise<EditionInputs | undefined> {
  const row = await db
    .selectFrom('edition_revisions')
    .select('inputs')
    .where('edition_id', '=', editionId)
    .where('revision', '=', revision)
    .executeTakeFirst()
  // As writeInputs() wrote it.
  return (row?.inputs as EditionInputs | null | undefined) ?? undefined
}

export async function findFeedBlocks(db: Db, editionId: number, revision: number): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('edition_papers')
    .select('feed_block')
    .where('edition_id', '=', editionId)
    .where('revision', '=', revision)
    .orderBy('position')
    .execute()
  return rows.map(({ feed_block }) => feed_block)
}
