import { newestClosedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { findEditionById } from './editions.queries.ts'
import { nextFreeze, todaysFreeze } from './freeze-times.ts'
import { findFreeze, installedAt } from './freezes.queries.ts'

/** The planner looks every ten seconds; a freeze not settled this long after its time means that no worker runs. */
const overdueMs = 10 * 60_000

export interface TodayStatus {
  state: 'collecting' | 'quiet' | 'sending' | 'sent' | 'cancelled' | 'failed'
  reason: string
  /** The feed day that today's freeze covers. */
  feedDay: string
  /** Today's freeze in DIGEST_TIMEZONE. */
  freezeAt: Date
  nextFreezeAt: Date
}

/** What became of today's edition, and why. */
export async function todayStatus({
  db,
  clock,
  config
}: {
  db: Db
  clock: Clock
  config: Config
}): Promise<TodayStatus> {
  const now = clock.now()
  const freezeAt = todaysFreeze(now, config)
  const times = { feedDay: newestClosedDay(freezeAt), freezeAt, nextFreezeAt: nextFreeze(now, config) }
  const freeze = await findFreeze(db, freezeAt)
  if (freeze === undefined) return { ...(await unsettled(db, now, freezeAt)), ...times }

  switch (freeze.outcome) {
    case 'quiet':
      return { state: 'quiet', reason: freeze.reason, ...times }
    case 'frozen': {
      const edition = freeze.edition_id === null ? undefined : await findEditionById(db, freeze.edition_id)
      const state = edition?.state === 'sent' || edition?.state === 'cancelled' ? edition.state : 'sending'
      return { state, reason: freeze.reason, ...times }
    }
    default:
      return { state: 'failed', reason: freeze.reason, ...times }
  }
}

async function unsettled(db: Db, now: Date, freezeAt: Date): Promise<Pick<TodayStatus, 'state' | 'reason'>> {
  if (now < freezeAt) return { state: 'collecting', reason: 'today’s edition is not frozen yet' }
  if (freezeAt <= (await installedAt(db)))
    return { state: 'collecting', reason: 'installed after today’s freeze; the first edition comes with the next one' }
  if (now.getTime() - freezeAt.getTime() < overdueMs) return { state: 'collecting', reason: 'the freeze is due' }
  return { state: 'failed', reason: 'the freeze is overdue: no worker has settled it' }
}
