import { type DigestSegments, rendererOf } from '../mail/digest.ts'
import { contentHashOf } from '../mail/digest-hash.ts'
import type { Templates } from '../mail/templates.ts'
import type { Db } from '../platform/database.ts'
import { findEdition } from './editions.queries.ts'
import { type Frozen, freezeInputs } from './freeze-content.ts'
import { loadRevision } from './load-revision.ts'
import { findFeedBlocks, findInputs } from './replay.queries.ts'

export type ReplayOutcome =
  | { kind: 'unknown' }
  /** `hash` is the stored one, in hex; `revision` the one that was looked at. */
  | ({ revision: number; renderer: string; hash: string } & (
      | { kind: 'rebuilt' }
      /** Not rebuilt: why not. The stored bytes are those that the hash was made of. */
      | { kind: 'verified'; reason: 'other_renderer' | 'no_inputs'; current: string }
      /** What differs: of the rebuilt edition, or of the stored bytes and their hash. */
      | { kind: 'differs'; parts: string[] }
    ))

/**
 * Makes a day's edition again from what it was made of, and compares every byte: HTML, text and the
 * entry of the feeds. Where another renderer made it, or none of its inputs were kept, the stored bytes
 * are checked against their hash instead. Writes nothing.
 */
export async function replayEdition(
  { db, templates }: { db: Db; templates: Templates },
  day: string | null
): Promise<ReplayOutcome> {
  const edition = await findEdition(db, day)
  if (edition === undefined) return { kind: 'unknown' }
  const stored = await loadRevision({ db }, edition.id, edition.revision)
  const { revision } = edition
  const { renderer, contentHash } = stored
  const found = { revision, renderer, hash: contentHash.toString('hex') }
  if (!contentHashOf(stored).equals(contentHash)) return { ...found, kind: 'differs', parts: ['stored bytes'] }

  const current = rendererOf(templates)
  const inputs = await findInputs(db, edition.id, revision)
  if (inputs === undefined) return { ...found, kind: 'verified', reason: 'no_inputs', current }
  if (renderer !== current) return { ...found, kind: 'verified', reason: 'other_renderer', current }
  const rebuilt = freezeInputs(templates, inputs)
  const parts = differing(stored, rebuilt, await findFeedBlocks(db, edition.id, revision))
  return parts.length === 0 ? { ...found, kind: 'rebuilt' } : { ...found, kind: 'differs', parts }
}

function differing(stored: DigestSegments, rebuilt: Frozen, feedBlocks: readonly (string | null)[]): string[] {
  const entry = rebuilt.papers.map(({ feedBlock }) => feedBlock)
  const same = {
    subject: stored.subject === rebuilt.subject,
    html: bytesOf(stored, 'html').equals(bytesOf(rebuilt, 'html')),
    text: bytesOf(stored, 'text').equals(bytesOf(rebuilt, 'text')),
    'feed entry': JSON.stringify(entry) === JSON.stringify(feedBlocks),
    hash: stored.contentHash.equals(rebuilt.contentHash)
  }
  return Object.entries(same).flatMap(([part, equal]) => (equal ? [] : [part]))
}

/** All bytes of one part, whoever gets which of them. */
function bytesOf(segments: DigestSegments, part: 'html' | 'text'): Buffer {
  const { headings, extras, shorter } = segments
  const apart = [...shorter.flatMap(({ brief, title }) => [brief, title]), ...Object.values(headings), ...extras]
  const [head, blocks, tail] =
    part === 'html'
      ? [segments.htmlHead, segments.htmlBlocks, segments.htmlTail]
      : [segments.textHead, segments.textBlocks, segments.textTail]
  return Buffer.concat([head, ...blocks, tail, ...apart.map((block) => block[part])])
}
