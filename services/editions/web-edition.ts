import { decodeSegments } from '../mail/slots.ts'
import type { Db } from '../platform/database.ts'
import { findEdition } from './editions.queries.ts'
import { loadRevision } from './load-revision.ts'

export interface WebEdition {
  html: string
  text: string
  subject: string
}

/**
 * The mail as sent, for the browser: the stored bytes, with the page in place of every
 * personal link. undefined where the day has no edition. `day` null is the sample.
 */
export async function webEdition(
  { db, baseUrl }: { db: Db; baseUrl: string },
  day: string | null
): Promise<WebEdition | undefined> {
  const edition = await findEdition(db, day)
  if (edition === undefined) return undefined
  const revision = await loadRevision({ db }, edition.id, edition.revision)
  const slots = { unsubscribe: `${baseUrl}/` }
  const { htmlHead, htmlTail, textHead, textTail, selected } = revision
  return {
    subject: revision.subject,
    html: decodeSegments([htmlHead, ...revision.htmlBlocks.slice(0, selected), htmlTail], slots),
    text: decodeSegments([textHead, ...revision.textBlocks.slice(0, selected), textTail], slots)
  }
}
