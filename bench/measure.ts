/**
 * The quickest of several runs, in milliseconds of processor time: other work on the machine
 * only ever adds, and the first runs also compile.
 */
export function quickest(work: () => void, runs = 7): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

/** A line of a report: what was measured, how long it took, and how that compares with something of the same run. */
export function print(what: string, milliseconds: number, further = ''): void {
  const time =
    milliseconds < 1
      ? `${(1000 * milliseconds).toFixed(1)} µs`
      : `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`
  process.stdout.write(`${what.padEnd(56)} ${time.padStart(10)}  ${further}\n`)
}

/**
 * The quickest of several rounds of each work, in milliseconds of processor time a turn. The works take
 * turns, so that what slows the machine down for a while slows down all of them.
 */
export async function quickestEach<Name extends string>(
  works: Readonly<Record<Name, readonly [turns: number, work: (turn: number) => unknown]>>,
  rounds = 9
): Promise<Record<Name, number>> {
  const least = {} as Record<Name, number>
  for (let round = 0; round < rounds; round++) {
    for (const [name, [turns, work]] of Object.entries(works) as [Name, (typeof works)[Name]][]) {
      const before = process.cpuUsage()
      for (let turn = 0; turn < turns; turn++) await work(turn)
      const { user, system } = process.cpuUsage(before)
      least[name] = Math.min(least[name] ?? Number.POSITIVE_INFINITY, (user + system) / 1000 / turns)
    }
  }
  return least
}
