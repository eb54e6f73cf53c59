import { withdrawnNote } from '../mail/digest-withdrawn.ts'
import { decodeSegments } from '../mail/slots.ts'
import { english } from '../mail/words/en.ts'
import type { Words } from '../mail/words/words.ts'
import type { Db } from '../platform/database.ts'
import { type Blocks, byDefault, chosenBlocks } from './chosen-blocks.ts'
import { findEdition } from './editions.queries.ts'
import { firstSlot } from './extra.ts'
import { findWithdrawnBits } from './extras.queries.ts'
import { loadRevision } from './load-revision.ts'

export interface WebEdition {
  html: string
  text: string
  subject: string
}

/** Where the page of an edition says which links are a reader's own, and work in the mail alone. */
export const asMailedId = 'as-mailed'

/**
 * The mail as sent, for the browser: the stored bytes of a reader without a selection, with
 * words that say so in place of where every personal link leads, and a line at each paper that was withdrawn since.
 * undefined where the day has no edition, or not this revision; without one it is the current. `day` null is
 * the sample.
 */
export async function webEdition(
  { db, baseUrl, words = english }: { db: Db; baseUrl: string; words?: Words },
  day: string | null,
  asked?: number
): Promise<WebEdition | undefined> {
  const edition = await findEdition(db, day)
  if (edition === undefined || (asked ?? 1) > edition.revision) return undefined
  const number = asked ?? edition.revision
  const revision = await loadRevision({ db }, edition.id, number)
  const page = `${baseUrl}/editions/${day ?? 'sample'}${number === edition.revision ? '' : `?revision=${number}`}`
  const slots = { unsubscribe: `${page}#${asMailedId}`, preferences: `${page}#${asMailedId}` }
  const { htmlHead, htmlTail, textHead, textTail } = revision
  const marked = withNotes(revision, await findWithdrawnBits(db, edition.id, number), words)
  const { html, text } = chosenBlocks(marked, byDefault(revision))
  return {
    subject: revision.subject,
    html: decodeSegments([htmlHead, ...html, htmlTail], slots),
    text: decodeSegments([textHead, ...text, textTail], slots)
  }
}

function withNotes(revision: Blocks, withdrawn: ReadonlySet<number>, words: Words): Blocks {
  const added = withdrawnNote(words)
  const note = (block: Buffer, bit: number, part: 'html' | 'text') =>
    withdrawn.has(bit) ? Buffer.concat([block, added[part]]) : block
  const noted = ({ html, text }: { html: Buffer; text: Buffer }, bit: number) => ({
    html: note(html, bit, 'html'),
    text: note(text, bit, 'text')
  })
  return {
    htmlBlocks: revision.htmlBlocks.map((block, bit) => note(block, bit, 'html')),
    textBlocks: revision.textBlocks.map((block, bit) => note(block, bit, 'text')),
    shorter: revision.shorter.map(({ brief, title }, bit) => ({ brief: noted(brief, bit), title: noted(title, bit) })),
    headings: revision.headings,
    extras: revision.extras.map(({ kind, html, text }, slot) => ({
      kind,
      ...noted({ html, text }, firstSlot + slot)
    }))
  }
}
