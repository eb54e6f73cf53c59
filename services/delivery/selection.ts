/**
 * Which papers of a pool a reader gets, as a bitmap: bit 0 of byte 0 is the first paper,
 * 200 papers take 25 bytes. `hex` null is the first `selected` papers of the pool.
 */
export function selectedPositions(
  hex: string | null,
  { selected, poolSize }: { selected: number; poolSize: number }
): number[] {
  const positions = Array.from({ length: poolSize }, (_, position) => position)
  if (hex === null) return positions.slice(0, selected)
  const bitmap = Buffer.from(hex, 'hex')
  return positions.filter((position) => ((bitmap[position >> 3] ?? 0) >> (position & 7)) & 1)
}
