import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
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
  /** Why, with what somebody who runs the service can do something about. */
  reason: string
  /** Why, for readers. */
  said: string
  /** Whether it should have been made by now and nobody has settled that. */
  late: boolean
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
  config,
  words = english
}: {
  db: Db
  clock: Clock
  config: Config
  words?: Words
}): Promise<TodayStatus> {
  const now = clock.now()
  const freezeAt = todaysFreeze(now, config)
  const sources = await sourceStates({ db }, config.paperSources)
  const times = { feedDay: newestClosedDay(freezeAt), freezeAt, nextFreezeAt: nextFreeze(now, config) }
  const state = await stateOf({ db, config, words }, { now, freezeAt, sources })
  return { said: state.reason, late: false, ...state, ...times, sources }
}

type State = Pick<TodayStatus, 'state' | 'reason'> & Partial<Pick<TodayStatus, 'said' | 'late'>>

async function stateOf(
  { db, config, words }: { db: Db; config: Config; words: Words },
  { now, freezeAt, sources }: { now: Date; freezeAt: Date; sources: SourceState[] }
): Promise<State> {
  const freeze = await findFreeze(db, freezeAt)
  if (freeze === undefined) return unsettled({ db, words }, { now, freezeAt, failing: failingLists(sources, config) })
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
function failingLists(sources: SourceState[], config: Config): SourceState[] {
  const lists = listingSources(config)
  return sources.filter(({ source, fault }) => fault !== undefined && lists.includes(source))
}

async function unsettled(
  { db, words }: { db: Db; words: Words },
  { now, freezeAt, failing }: { now: Date; freezeAt: Date; failing: SourceState[] }
): Promise<State> {
  const collecting = (key: 'today.notFrozen' | 'today.installed' | 'today.due'): State => ({
    state: 'collecting',
    reason: failing.reduce(
      (reason, { source, fault = '' }) => say(words, 'today.fault', { reason, source: sourceLabel(source), fault }),
      say(words, key)
    ),
    said: failing.reduce(
      (reason, { source }) => say(words, 'today.unread', { reason, source: sourceLabel(source) }),
      say(words, key)
    )
  })
  if (now < freezeAt) return collecting('today.notFrozen')
  if (freezeAt <= (await installedAt(db))) return collecting('today.installed')
  if (now.getTime() - freezeAt.getTime() < overdueMs) return collecting('today.due')
  return { state: 'failed', reason: say(words, 'today.overdue'), said: say(words, 'today.late'), late: true }
}
