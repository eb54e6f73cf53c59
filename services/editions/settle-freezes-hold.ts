import { newestClosedDay } from '../papers/feed-day.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { atUtc, dayStanding } from './completeness.ts'
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
  { db, config }: { db: Db; config: Config },
  plannedAt: Date,
  now: Date
): Promise<Verdict> {
  const day = newestClosedDay(plannedAt)
  const hold = await heldBy({ db }, day)
  if (hold !== undefined)
    return { kind: 'hold', reason: `held by ${hold.by}${hold.reason === null ? '' : `: ${hold.reason}`}` }

  const deadline = deadlineOf(plannedAt, config)
  const row = await findFreeze(db, plannedAt)
  const look = lookOf(row?.held_at ?? now, { deadline, now })
  const released = (await releasedAt({ db }, day)) ?? plannedAt
  const due = released > plannedAt ? released : plannedAt
  if ((look?.since ?? now).getTime() - due.getTime() > makeUpMs)
    return { kind: 'missed', reason: 'the service was down for more than 12 hours after it' }

  if ((await findEdition(db, day)) !== undefined) return { kind: 'settle' }
  const standing = await dayStanding({ db, config }, day)
  if (standing.kind === 'complete') return { kind: 'settle' }
  if (now < deadline)
    return { kind: 'hold', reason: `${standing.reason}; the edition waits until ${atUtc(deadline)} at the latest` }
  const looked = standing.triedAt !== undefined && standing.triedAt >= deadline
  return look === undefined || looked
    ? { kind: 'settle' }
    : { kind: 'hold', reason: 'the service was down at the time of the edition and reads its sources first' }
}

/** The wait of a service that came back after the deadline; undefined where it was there, or has waited. */
function lookOf(firstSeen: Date, { deadline, now }: { deadline: Date; now: Date }): { since: Date } | undefined {
  const wasDown = firstSeen.getTime() > deadline.getTime() + unseenMs
  return wasDown && now.getTime() < firstSeen.getTime() + lookMs ? { since: firstSeen } : undefined
}
