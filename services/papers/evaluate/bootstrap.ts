/** A mean with the range that holds it in 95 of 100 cases. */
export interface Spread {
  mean: number
  low: number
  high: number
}

const resamples = 2000

/**
 * The spread of a mean over days by the bootstrap: days drawn with replacement, again and again.
 * Given differences of two rankings on the same days it is paired. The draw is seeded: the
 * same days give the same figures.
 */
export function spreadOf(values: readonly number[]): Spread {
  const random = seeded(20_260_819)
  const means = Array.from({ length: resamples }, () =>
    meanOf(values.map(() => values[Math.floor(random() * values.length)] ?? 0))
  ).toSorted((one, other) => one - other)
  const at = (share: number) => means[Math.floor(share * (resamples - 1))] ?? 0
  return { mean: meanOf(values), low: at(0.025), high: at(0.975) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** mulberry32: enough for drawing days, and the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
