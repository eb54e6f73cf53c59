import { dayHours, type Signals } from './signals.ts'

const hourMs = 3_600_000
/** What was gained since an older reading says nothing of today. */
const oldestHours = 48

/** What two readings of a paper show, at least `dayHours` apart and neither too old to tell of today. */
export interface Movement {
  votes: number | undefined
  stars: number | undefined
  /** The older reading; undefined at first sight. */
  since: Date | undefined
}

/**
 * How a paper moved up to the instant `at`. At first sight all its votes are new and no star
 * is: a paper is as young as its listing, its repository may be years old. The same holds for
 * stars when the repository changed. Undefined where nothing is known, which is not zero.
 */
export function movementOf({ latest, earlier }: Signals, at: Date): Movement | undefined {
  if (latest === null || hoursBetween(latest.seenAt, at) > oldestHours) return undefined
  if (earlier === null) {
    return { votes: latest.votes ?? undefined, stars: latest.stars === null ? undefined : 0, since: undefined }
  }
  if (hoursBetween(earlier.seenAt, at) > oldestHours || hoursBetween(earlier.seenAt, latest.seenAt) < dayHours)
    return undefined
  const sameCode = latest.codeUrl !== null && latest.codeUrl === earlier.codeUrl
  return {
    votes: gained(earlier.votes, latest.votes),
    stars: sameCode || latest.stars === null ? gained(earlier.stars, latest.stars) : 0,
    since: earlier.seenAt
  }
}

export function hoursBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / hourMs
}

function gained(before: number | null, now: number | null): number | undefined {
  return before === null || now === null ? undefined : Math.max(0, now - before)
}
