import { type Blocks, byDefault, chosenBlocks } from '../editions/chosen-blocks.ts'

/**
 * The blocks that a reader gets, in the order of the mail. A selection is a bitmap of at most 32
 * bytes, bit 0 of byte 0 first: 200 bits for the pool, 56 for the slots of the extras. `hex` null is
 * the usual selection: the first `selected` papers of the pool and every late riser.
 */
export function selectedBlocks(hex: string | null, revision: Blocks & { selected: number }) {
  if (hex === null) return chosenBlocks(revision, byDefault(revision))
  const bitmap = Buffer.from(hex, 'hex')
  return chosenBlocks(revision, (bit) => (((bitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1)
}
