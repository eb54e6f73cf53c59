import type { Block } from '../mail/digest.ts'
import type { Db } from '../platform/database.ts'

/** A frozen revision as it is stored: byte segments and the texts of its pool. */
export interface FrozenRevision {
  subject: string
  selected: number
  candidates: number
  renderer: string
  htmlHead: Buffer
  htmlTail: Buffer
  textHead: Buffer
  textTail: Buffer
  contentHash: Buffer
  /** What all of it was made of, as writeInputs() writes it. */
  inputs: string
  papers: {
    paperId: number | null
    title: string
    reason: string
    full: Block
    brief: Block
    titleAlone: Block
    /** The paper's part of the edition's entry in the feeds. */
    feedBlock: string
    /** Slugs of the topics in whose feeds it is. */
    topics: string[]
  }[]
}

export const editionColumns = [
  'id',
  'feed_day',
  'revision',
  'state',
  'due_at',
  'frozen_at',
  'expected',
  'completed_at'
] as const

export async function findEdition(db: Db, day: string | null) {
  return db
    .selectFrom('editions')
    .select(editionColumns)
    .where('feed_day', 'is not distinct from', day)
    .executeTakeFirst()
}

export async function findEditionById(db: Db, id: number) {
  return db.selectFrom('editions').select(editionColumns).where('id', '=', id).executeTakeFirst()
}

/** The newest edition of a day that has begun to leave. */
export async function findNewestSent(db: Db) {
  return db
    .selectFrom('editions')
    .select(editionColumns)
    .where('feed_day', 'is not', null)
    .where('state', 'in', ['sending', 'sent'])
    .orderBy('feed_day', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The edition that was frozen last, whatever became of it. */
export async function findNewestFrozen(db: Db) {
  return db
    .selectFrom('editions')
    .select(['feed_day', 'frozen_at'])
    .where('feed_day', 'is not', null)
    .orderBy('frozen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** undefined where another process made the day's edition first. */
export async function insertEdition(
  db: Db,
  edition: { day: string | null; frozenAt: Date }
): Promise<number | undefined> {
  const inserted = await db
    .insertInto('editions')
    .values({ feed_day: edition.day, state: 'frozen', frozen_at: edition.frozenAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id
}

export async function insertRevision(
  db: Db,
  editionId: number,
  revision: number,
  frozen: FrozenRevision,
  now: Date
): Promise<void> {
  await db
    .insertInto('edition_revisions')
    .values({
      edition_id: editionId,
      revision,
      subject: frozen.subject,
      selected: frozen.selected,
      candidates: frozen.candidates,
      renderer: frozen.renderer,
      html_head: frozen.htmlHead,
      html_tail: frozen.htmlTail,
      text_head: frozen.textHead,
      text_tail: frozen.textTail,
      content_hash: frozen.contentHash,
      inputs: frozen.inputs,
      frozen_at: now
    })
    .execute()
  await db
    .insertInto('edition_papers')
    .values(
      frozen.papers.map((paper, position) => ({
        edition_id: editionId,
        revision,
        position,
        paper_id: paper.paperId,
        title: paper.title,
        reason: paper.reason,
        html_block: paper.full.html,
        text_block: paper.full.text,
        html_brief: paper.brief.html,
        text_brief: paper.brief.text,
        html_title: paper.titleAlone.html,
        text_title: paper.titleAlone.text,
        feed_block: paper.feedBlock,
        topics: paper.topics
      }))
    )
    .execute()
  await db.updateTable('editions').set({ revision }).where('id', '=', editionId).execute()
}

export async function findRevision(db: Db, editionId: number, revision: number) {
  return (
    db
      .selectFrom('edition_revisions')
      // Without the inputs, which nobody needs to send: they are as large as all the blocks.
      .select(['subject', 'selected', 'renderer', 'html_head', 'html_tail', 'text_head', 'text_tail', 'content_hash'])
      .where('edition_id', '=', editionId)
      .where('revision', '=', revision)
      .executeTakeFirst()
  )
}

export async function findBlocks(db: Db, editionId: number, revision: number) {
  return db
    .selectFrom('edition_papers')
    .select(['html_block', 'text_block', 'html_brief', 'text_brief', 'html_title', 'text_title'])
    .where('edition_id', '=', editionId)
    .where('revision', '=', revision)
    .orderBy('position')
    .execute()
}
