/** Milliseconds of processor time, so that other work on the machine does not count. */
function spentOn(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Less says nothing of growth: it may be the compiler's, or the collector's of what an earlier text left. */
const floor = 5
/** What takes this long is judged as it is: the next longer text might take minutes. */
const enough = 100
const rounds = [1, 2, 3]

/**
 * Whether what `prepared` makes for a text of some length takes more than its share longer for one sixteen times as
 * long: 64 times, where what is linear takes sixteen and what is quadratic 256. Not four times as long: there what is
 * linear takes up to nine, by the caches that a long text leaves. Short texts come first, by small
 * steps, since what is exponential never comes to the end of a long one.
 */
export function growsFaster(longest: number, prepared: (length: number) => () => void): boolean {
  const short = Array.from({ length: 16 }, (_, index) => 4 * (index + 1))
  if (short.some((length) => [0, ...rounds].every(() => spentOn(prepared(length)) > floor))) return true
  const lengths = [longest / 256, longest / 64, longest / 16, longest / 4, longest]
  const judged = lengths.find((length) => spentOn(prepared(length)) > enough) ?? longest
  return rounds.every(() => {
    const long = spentOn(prepared(judged))
    return long > floor && long > floor + 64 * spentOn(prepared(judged / 16))
  })
}
