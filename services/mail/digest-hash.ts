import { createHash } from 'node:crypto'
import type { DigestSegments } from './digest.ts'

const headingKinds = ['brief', 'title', 'late_riser', 'correction'] as const

/**
 * SHA-256 over an edition's bytes, as compiled or as stored, in one order whoever put the object
 * together. The order never changes: the hashes of old editions stand in their archive pages.
 */
export function contentHashOf(segments: Omit<DigestSegments, 'contentHash'>): Buffer {
  const { subject, renderer, htmlHead, htmlBlocks, htmlTail, textHead, textBlocks, textTail } = segments
  const headings = headingKinds.flatMap((kind) => {
    const block = segments.headings[kind]
    return block === undefined ? [] : [{ kind, ...block }]
  })
  const hash = createHash('sha256')
  for (const part of [
    subject,
    renderer,
    htmlHead,
    ...htmlBlocks,
    htmlTail,
    textHead,
    ...textBlocks,
    textTail,
    ...segments.shorter.flatMap(({ brief, title }) => [brief.html, brief.text, title.html, title.text]),
    ...[...headings, ...segments.extras].flatMap(({ kind, html, text }) => [kind, html, text])
  ]) {
    // The length goes first, so that moving a byte from one part to the next changes the hash.
    hash.update(`${Buffer.byteLength(part)}:`).update(part)
  }
  return hash.digest()
}
