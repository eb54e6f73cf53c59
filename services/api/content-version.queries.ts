import type { Db } from '../platform/database.ts'

/** Another number after each transaction that changed what pages and feeds show (migration 0018). */
export async function readContentVersion(db: Db): Promise<number> {
  const { changed_by } = await db.selectFrom('content_version').select('changed_by').executeTakeFirstOrThrow()
  return changed_by
}
