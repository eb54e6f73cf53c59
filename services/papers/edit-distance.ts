/**
 * How many letters must be put in, left out, changed or exchanged with their neighbour to make one word
 * of another (optimal string alignment). Trigrams find words that look alike; this tells which of them
 * was meant: "tokenzier" has more trigrams in common with "token" than with "tokenizer".
 */
export function editDistance(one: string, other: string): number {
  const [from, to] = [Array.from(one), Array.from(other)]
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [row, letter] of from.entries()) {
    const current = [row + 1]
    for (const [column, aim] of to.entries()) {
      const changed = (last[column] ?? 0) + (letter === aim ? 0 : 1)
      const added = (current[column] ?? 0) + 1
      const dropped = (last[column + 1] ?? 0) + 1
      const exchanged =
        row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === aim
          ? (beforeLast[column - 1] ?? 0) + 1
          : Number.POSITIVE_INFINITY
      current.push(Math.min(changed, added, dropped, exchanged))
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
