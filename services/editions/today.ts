import { newestClosedDay } from '../papers/feed-day.ts'
import { type SourceState, sourceLabel, sourceStates } from '../papers/readings.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { listingSources } from './completeness.ts'
import { findEditionById } from './editions.queries.ts'
import { nextFreeze, todaysFreeze } from './freeze-times.ts'
import { findFreeze, installedAt } from './freezes.queries.ts'
import { overdueMs } from './overdue-freeze.ts'

export interface TodayStatus {
  state: 'collecting' | 'held' | 'quiet' | 'sending' | 'paused' | 'sent' | 'cancelled' | 'failed'
  reason: string
  /** The feed day that today's freeze covers. */
  feedDay: string
  /** Today's freeze in DIGEST_TIMEZONE. */
  freezeAt: Date
  nextFreezeAt: Date
  /** How each configured source does. */
  sources: SourceState[]
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
  const sources = await sourceStates({ db }, config.paperSources)
  const times = { feedDay: newestClosedDay(freezeAt), freezeAt, nextFreezeAt: nextFreeze(now, config) }
  return { ...(await stateOf({ db, config }, { now, freezeAt, sources })), ...times, sources }
}

type State = Pick<TodayStatus, 'state' | 'reason'>

async function stateOf(
  { db, config }: { db: Db; config: Config },
  { now, freezeAt, sources }: { now: Date; freezeAt: Date; sources: SourceState[] }
): Promise<State> {
  const freeze = await findFreeze(db, freezeAt)
  if (freeze === undefined) return unsettled(db, { now, freezeAt, faults: faultsOf(sources, config) })
  const { reason } = freeze
  switch (freeze.outcome) {
    case 'quiet':
    case 'held':
      return { state: freeze.outcome, reason }
    case 'frozen': {
      const edition = freeze.edition_id === null ? undefined : await findEditionById(db, freeze.edition_id)
      return { state: sendingState(edition?.state), reason }
    }
    default:
      return { state: 'failed', reason }
  }
}

function sendingState(state: string | undefined): TodayStatus['state'] {
  return state === 'sent' || state === 'cancelled' || state === 'paused' ? state : 'sending'
}

/** What keeps the day's list from being read: a source that only brings detail is told of elsewhere. */
function faultsOf(sources: SourceState[], config: Config): string {
  const lists = listingSources(config)
  return sources
    .filter(({ source }) => lists.includes(source))
    .flatMap(({ source, fault }) => (fault === undefined ? [] : `; ${sourceLabel(source)} cannot be read: ${fault}`))
    .join('')
}

async function unsettled(
  db: Db,
  { now, freezeAt, faults }: { now: Date; freezeAt: Date; faults: string }
): Promise<State> {
  const collecting = (reason: string): State => ({ state: 'collecting', reason: `${reason}${faults}` })
  if (now < freezeAt) return collecting('today’s edition is not frozen yet')
  if (freezeAt <= (await installedAt(db)))
    return collecting('installed after today’s freeze; the first edition comes with the next one')
  if (now.getTime() - freezeAt.getTime() < overdueMs) return collecting('the freeze is due')
  return { state: 'failed', reason: 'the freeze is overdue: no worker has settled it' }
}
