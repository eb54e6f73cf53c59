import type { Clock } from '../clock.ts'
import type { Sleep } from './sleep.ts'

/** Runs `work` when its turn comes. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>

interface Line {
  last: Promise<unknown>
  /** Milliseconds; undefined before the first. */
  endedAt: number | undefined
}

/** One line a site for the whole process: what a site asks of its clients it asks of all of them together. */
const lines = new Map<string, Line>()

/**
 * A place in the line of a site, where one request runs at a time and the next begins
 * `spacing` milliseconds after it ended. Whoever names the same site stands in the same line.
 */
export function openTurns(
  site: string,
  { clock, sleep, spacing }: { clock: Clock; sleep: Sleep; spacing: number }
): Turn {
  const line = lines.get(site) ?? { last: Promise.resolve(), endedAt: undefined }
  lines.set(site, line)
  const now = () => clock.now().getTime()

  async function take<T>(work: () => Promise<T>): Promise<T> {
    // A system clock that was set back must not make anybody wait for hours.
    const wait = line.endedAt === undefined ? 0 : Math.min(line.endedAt + spacing - now(), spacing)
    if (wait > 0) await sleep(wait)
    try {
      return await work()
    } finally {
      line.endedAt = now()
    }
  }

  return (work) => {
    const turn = line.last.then(() => take(work))
    line.last = turn.catch(() => undefined)
    return turn
  }
}
