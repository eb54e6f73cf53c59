import { overdueFreeze } from '../../editions/overdue-freeze.ts'
import { deadlineOf } from '../../editions/settle-freezes-hold.ts'
import { atUtc } from '../../mail/words/dates.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import { listRuns } from '../../platform/job-runs.ts'
import { countDeliveries } from '../deliveries.queries.ts'
import { findRaised } from './alarms.queries.ts'
import { type Alarm, raiseAlarm } from './raise-alarm.ts'
import { overdueKey } from './told-of-overdue.ts'
import { findLostFreezes, findUnfinished, findWaitingFreezes, type LostFreezes } from './watch-editions.queries.ts'

const minute = 60_000
const hour = 60 * minute

/** What failed longer ago than this was told when it happened, or is told by the days since. */
const lookBackMs = 24 * hour

/** An edition that is not complete so long after it fell due needs somebody to look. */
const unfinishedMs = 4 * hour

/** The planner settles a freeze within seconds of its deadline. */
const graceMs = minute

/** A service that comes back after the deadline reads its sources for ten minutes first: that is no hold. */
const lookMs = 15 * minute

interface WatchDeps {
  db: Db
  clock: Clock
  config: Config
}

/**
 * Raises what the tables say is wrong with editions: a freeze that failed, was missed or is overdue,
 * one held past its deadline, an edition unfinished four hours after it fell due and not paused.
 */
export async function watchEditions(deps: WatchDeps): Promise<void> {
  const { db, clock } = deps
  const seen = [
    ...(await lost(deps)),
    ...(await overdue(deps)),
    ...(await heldTooLong(deps)),
    ...(await unfinished(deps))
  ]
  if (seen.length === 0) return
  const raised = await findRaised(
    db,
    seen.map(({ key }) => key)
  )
  for (const { key, kind, tell } of seen)
    if (!raised.has(key)) await raiseAlarm(db, { key, kind, text: await tell(), at: clock.now() })
}

/** What is wrong; its words are made only for the first who sees it. */
interface Seen extends Pick<Alarm, 'key' | 'kind'> {
  tell(): string | Promise<string>
}

async function lost({ db, clock }: WatchDeps): Promise<Seen[]> {
  const found = await findLostFreezes(db, new Date(clock.now().getTime() - lookBackMs))
  return found.map((freezes) => ({
    key: `freeze_${freezes.outcome}/${freezes.settledAt.toISOString()}`,
    kind: 'edition_failed',
    tell: () => tellLost(freezes)
  }))
}

function tellLost({ outcome, count, feedDay, reason }: LostFreezes): string {
  if (outcome === 'failed') return `The edition of ${feedDay} failed: ${reason}.`
  return count === 1
    ? `The edition of ${feedDay} was missed: ${reason}.`
    : `${count} editions were missed, the last of them that of ${feedDay}: ${reason}.`
}

/** Only where the planner has looked since: after downtime it is about to. */
async function overdue(deps: WatchDeps): Promise<Seen[]> {
  const freeze = await overdueFreeze(deps)
  if (freeze === undefined) return []
  const planned = (await listRuns(deps.db)).find(({ job }) => job === 'plan')
  if (planned === undefined || planned.finishedAt.getTime() < freeze.plannedAt.getTime() + 10 * minute) return []
  return [
    {
      key: overdueKey(freeze.plannedAt),
      kind: 'edition_failed',
      tell: () =>
        `The edition of ${freeze.feedDay} was due to be made at ${atUtc(freeze.plannedAt)} and is not: the planner runs and does not get through. /admin shows its last error.`
    }
  ]
}

async function heldTooLong({ db, clock, config }: WatchDeps): Promise<Seen[]> {
  const now = clock.now().getTime()
  const waiting = await findWaitingFreezes(db)
  return waiting.flatMap(({ plannedAt, heldAt, feedDay, reason }) => {
    const deadline = deadlineOf(plannedAt, config)
    const cameLate = heldAt !== null && heldAt > deadline
    if (now < (cameLate ? heldAt.getTime() + lookMs : deadline.getTime() + graceMs)) return []
    return [
      {
        key: `freeze_held/${plannedAt.toISOString()}`,
        kind: 'edition_held',
        tell: () => `The edition of ${feedDay} is held past its deadline, ${atUtc(deadline)}: ${reason}.`
      }
    ]
  })
}

async function unfinished({ db, clock }: WatchDeps): Promise<Seen[]> {
  const editions = await findUnfinished(db, new Date(clock.now().getTime() - unfinishedMs))
  return editions.map(({ id, feedDay, state, expected }) => ({
    key: `edition_unfinished/${id}`,
    kind: 'edition_unfinished',
    tell: async () => {
      if (state === 'frozen')
        return `The edition of ${feedDay} fell due over four hours ago and its deliveries are not planned.`
      const counts = Object.entries(await countDeliveries(db, id)).map(
        ([name, count]) => `${count} ${name.replace('_', ' ')}`
      )
      return `The edition of ${feedDay} is unfinished four hours after it fell due. Of ${expected} deliveries: ${counts.join(', ')}.`
    }
  }))
}
