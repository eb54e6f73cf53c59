/** Places that count: about what a reader takes in. */
const places = 10

/**
 * How close an order of gains comes to the best one, from 0 to 1: normalised discounted cumulative
 * gain over the first ten, a gain of n votes being worth log2(1 + n). Undefined where nothing was
 * gained: then every order is as good.
 */
export function ndcg(gains: readonly number[]): number | undefined {
  const best = discounted(gains.toSorted((one, other) => other - one).map(worth))
  return best === 0 ? undefined : discounted(gains.map(worth)) / best
}

/** What an order by chance gets on average, worked out rather than drawn. */
export function chance(gains: readonly number[]): number | undefined {
  const best = discounted(gains.toSorted((one, other) => other - one).map(worth))
  const mean = gains.reduce((sum, gain) => sum + worth(gain), 0) / gains.length
  return best === 0 ? undefined : discounted(gains.map(() => mean)) / best
}

function worth(gain: number): number {
  return Math.log2(1 + gain)
}

function discounted(worths: readonly number[]): number {
  return worths.slice(0, places).reduce((sum, each, index) => sum + each / Math.log2(index + 2), 0)
}
