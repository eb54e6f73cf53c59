import type { Block, DigestSegments, HeadingKind } from '../mail/digest.ts'
import { extraKinds } from '../mail/digest-extras.ts'
import { type Layout, layoutAt } from '../mail/digest-fit.ts'
import { numberReferences } from '../mail/references.ts'
import { firstSlot } from './extra.ts'

/** A revision's blocks, each at its place. */
export type Blocks = Pick<DigestSegments, 'htmlBlocks' | 'textBlocks' | 'shorter' | 'headings' | 'extras'>

/**
 * What stands between the head and the tail of a mail with the chosen bits: papers of the pool in
 * their order, the first in full, then some in brief and the rest as titles, then late risers, then
 * corrections, each kind under its heading if there is one of it. The references of the text are numbered here, where
 * it is known which there are.
 */
export function chosenBlocks(blocks: Blocks, isChosen: (bit: number) => boolean): { html: Buffer[]; text: Buffer[] } {
  const pool = [...blocks.htmlBlocks.keys()].filter(isChosen).map((position, place) => {
    const kind = layoutOf(blocks, place)
    return { ...laidOut(blocks, position, kind), kind }
  })
  const apart = extraKinds.flatMap((kind) =>
    blocks.extras.filter((extra, slot) => extra.kind === kind && isChosen(firstSlot + slot))
  )
  const all = withHeadings(blocks.headings, [...pool, ...apart])
  return { html: all.map(({ html }) => html), text: numberReferences(all.map(({ text }) => text)) }
}

/** The bits of a reader without a selection: the first `selected` papers and every late riser. */
export function byDefault({ selected, extras }: { selected: number; extras: Blocks['extras'] }) {
  return (bit: number): boolean => bit < selected || extras[bit - firstSlot]?.kind === 'late_riser'
}

/** A revision from before there were layouts has all its papers in full. */
function layoutOf({ shorter }: Blocks, place: number): Layout {
  return shorter.length === 0 ? 'full' : layoutAt(place)
}

function laidOut({ htmlBlocks, textBlocks, shorter }: Blocks, position: number, layout: Layout): Block {
  const [html, text] = [htmlBlocks[position], textBlocks[position]]
  const full = html === undefined || text === undefined ? undefined : { html, text }
  const block = layout === 'full' ? full : shorter[position]?.[layout]
  if (block === undefined) throw new Error(`the paper at ${position} has no block for the layout ${layout}`)
  return block
}

/** Each heading before the first block of its kind. */
function withHeadings(headings: Blocks['headings'], blocks: (Block & { kind: HeadingKind | 'full' })[]): Block[] {
  return blocks.flatMap((block, index) => {
    const heading = block.kind === 'full' ? undefined : headings[block.kind]
    return heading === undefined || blocks[index - 1]?.kind === block.kind ? [block] : [heading, block]
  })
}
