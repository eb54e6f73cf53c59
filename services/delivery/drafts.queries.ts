import type { Db } from '../platform/database.ts'
import type { DraftList } from './draft-list.ts'

export interface StoredDraft extends DraftList {
  day: string
  freezeAt: Date
  heldBy: string | null
}

export async function findDraft(db: Db, day: string): Promise<StoredDraft | undefined> {
  const row = await db.selectFrom('drafts').selectAll().where('feed_day', '=', day).executeTakeFirst()
  return (
    row && {
      day,
      freezeAt: row.freeze_at,
      candidates: row.candidates,
      papers: row.papers as unknown as DraftList['papers'],
      heldBy: row.held_by
    }
  )
}

/** False where the day has a draft already, of this process or another. */
export async function insertDraft(db: Db, draft: StoredDraft, now: Date): Promise<boolean> {
  const inserted = await db
    .insertInto('drafts')
    .values({
      feed_day: draft.day,
      freeze_at: draft.freezeAt,
      candidates: draft.candidates,
      // As text: an array would be taken for one of PostgreSQL's.
      papers: JSON.stringify(draft.papers),
      held_by: draft.heldBy,
      made_at: now
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('feed_day')
    .executeTakeFirst()
  return inserted !== undefined
}
