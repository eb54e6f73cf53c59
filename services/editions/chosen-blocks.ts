import type { DigestSegments } from '../mail/digest.ts'
import { extraKinds } from '../mail/digest-extras.ts'
import { firstSlot } from './extra.ts'

/** A revision's blocks, each at its place. */
export type Blocks = Pick<DigestSegments, 'htmlBlocks' | 'textBlocks' | 'headings' | 'extras'>

/**
 * What stands between the head and the tail of a mail with the chosen bits: papers of the pool in
 * their order, then late risers, then corrections, each kind under its heading if there is one of it.
 */
export function chosenBlocks(blocks: Blocks, isChosen: (bit: number) => boolean): { html: Buffer[]; text: Buffer[] } {
  const pool = blocks.htmlBlocks.flatMap((html, position) => {
    const text = blocks.textBlocks[position]
    return text !== undefined && isChosen(position) ? [{ html, text }] : []
  })
  const apart = extraKinds.flatMap((kind) => {
    const chosen = blocks.extras.filter((extra, slot) => extra.kind === kind && isChosen(firstSlot + slot))
    const heading = blocks.headings[kind]
    return heading === undefined || chosen.length === 0 ? [] : [heading, ...chosen]
  })
  const all = [...pool, ...apart]
  return { html: all.map(({ html }) => html), text: all.map(({ text }) => text) }
}

/** The bits of a reader without a selection: the first `selected` papers and every late riser. */
export function byDefault({ selected, extras }: { selected: number; extras: Blocks['extras'] }) {
  return (bit: number): boolean => bit < selected || extras[bit - firstSlot]?.kind === 'late_riser'
}
