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
  const time = `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`
  process.stdout.write(`${what.padEnd(56)} ${time.padStart(10)}  ${further}\n`)
}
