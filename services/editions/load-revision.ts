import type { DigestSegments } from '../mail/digest.ts'
import type { Db } from '../platform/database.ts'
import { findBlocks, findRevision } from './editions.queries.ts'
import { findExtraBlocks } from './extras.queries.ts'

export interface LoadedRevision extends DigestSegments {
  /** How many papers a reader without a selection gets: the first of the pool. */
  selected: number
}

/** A frozen revision as it was compiled, with the blocks of its whole pool. Throws where there is none. */
export async function loadRevision({ db }: { db: Db }, editionId: number, revision: number): Promise<LoadedRevision> {
  const row = await findRevision(db, editionId, revision)
  if (row === undefined) throw new Error(`edition ${editionId} has no revision ${revision}`)
  const blocks = await findBlocks(db, editionId, revision)
  const { headings, extras } = await findExtraBlocks(db, editionId, revision)
  return {
    subject: row.subject,
    renderer: row.renderer,
    selected: row.selected,
    htmlHead: row.html_head,
    htmlBlocks: blocks.map((block) => block.html_block),
    htmlTail: row.html_tail,
    textHead: row.text_head,
    textBlocks: blocks.map((block) => block.text_block),
    textTail: row.text_tail,
    shorter: blocks.flatMap(shorterOf),
    headings,
    extras,
    contentHash: row.content_hash
  }
}

/** None for a revision from before there were layouts. */
function shorterOf(block: Awaited<ReturnType<typeof findBlocks>>[number]): DigestSegments['shorter'] {
  const { html_brief, text_brief, html_title, text_title } = block
  if (html_brief === null || text_brief === null || html_title === null || text_title === null) return []
  return [{ brief: { html: html_brief, text: text_brief }, title: { html: html_title, text: text_title } }]
}
