import { atUtc } from '../mail/words/dates.ts'
import { say, type Words } from '../mail/words/words.ts'
import { newestClosedDay } from '../papers/feed-day.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { dayStanding } from './completeness.ts'
import { findEdition } from './editions.queries.ts'
import { findFreeze } from './freezes.queries.ts'
import { heldBy, releasedAt } from './hold-edition.ts'

/** A freeze missed by downtime is made up this long; an older one is reported and its papers join the next. */
const makeUpMs = 12 * 60 * 60_000

/** So long a service that comes back after the deadline waits for its first look at the sources. */
const lookMs = 10 * 60_000

/** A planner that runs looks every ten seconds: it has seen a freeze before its deadline is gone by this much. */
const unseenMs = 60_000

/** What is to be done with the newest freeze that is owed. */
export type Verdict = { kind: 'settle' } | { kind: 'hold' | 'missed'; reason: string }

/** When a freeze no longer waits for its day. */
export function deadlineOf(plannedAt: Date, { digestDeadlineMs }: Pick<Config, 'digestDeadlineMs'>): Date {
  return new Date(plannedAt.getTime() + digestDeadlineMs)
}

/**
 * Whether a freeze that is owed at `now` is settled, waits, or comes too late. It waits while a
 * curator holds its day, and until the deadline while more may come on the day's list. An
 * edition made by hand waits for nothing but its curator.
 */
export async function judgeFreeze(
  { db, config, words }: { db: Db; config: Config; words: Words },
  plannedAt: Date,
  now: Date
): Promise<Verdict> {
  const day = newestClosedDay(plannedAt)
  const hold = await heldBy({ db }, day)
  if (hold !== undefined) {
    const { by: curator, reason } = hold
    const why =
      reason === null ? say(words, 'freeze.held', { curator }) : say(words, 'freeze.heldFor', { curator, reason })
    return { kind: 'hold', reason: why }
  }

  const deadline = deadlineOf(plannedAt, config)
  const row = await findFreeze(db, plannedAt)
  const look = lookOf(row?.held_at ?? now, { deadline, now })
  const released = (await releasedAt({ db }, day)) ?? plannedAt
  const due = released > plannedAt ? released : plannedAt
  if ((look?.since ?? now).getTime() - due.getTime() > makeUpMs)
    return { kind: 'missed', reason: say(words, 'freeze.downFor') }

  if ((await findEdition(db, day)) !== undefined) return { kind: 'settle' }
  const standing = await dayStanding({ db, config, words }, day)
  if (standing.kind === 'complete') return { kind: 'settle' }
  if (now < deadline) {
    const waits = { standing: standing.reason, deadline: atUtc(deadline, words) }
    return { kind: 'hold', reason: say(words, 'freeze.waits', waits) }
  }
  const looked = standing.triedAt !== undefined && standing.triedAt >= deadline
  return look === undefined || looked ? { kind: 'settle' } : { kind: 'hold', reason: say(words, 'freeze.looks') }
}

/** The wait of a service that came back after the deadline; undefined where it was there, or has waited. */
function lookOf(firstSeen: Date, { deadline, now }: { deadline: Date; now: Date }): { since: Date } | undefined {
  const wasDown = firstSeen.getTime() > deadline.getTime() + unseenMs
  return wasDown && now.getTime() < firstSeen.getTime() + lookMs ? { since: firstSeen } : undefined
}
