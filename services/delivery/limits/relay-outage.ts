import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { raiseAlarm } from '../alarms/raise-alarm.ts'
import { endPause, recordRelayAway, relayScope } from './pauses.queries.ts'

export interface RelayFailure {
  /** An answer about us or the relay, or no answer at all. */
  why: 'relay' | 'unreachable'
  reply: string
  waitMs: number
}

/** An unreachable relay is back by itself nearly always; an answer about our settings never changes by itself. */
const patienceMs = 5 * 60_000

/** Shows that a worker gets nothing through, and alarms the operator once an outage. */
export async function reportRelayAway(
  { db, clock }: { db: Db; clock: Clock },
  { why, reply, waitMs }: RelayFailure
): Promise<void> {
  const now = clock.now()
  const until = new Date(now.getTime() + waitMs)
  await db.transaction().execute(async (trx) => {
    const since = await recordRelayAway(trx, { why, reply, now, until })
    if (why === 'unreachable' && now.getTime() - since.getTime() < patienceMs) return
    const text =
      why === 'relay'
        ? `The relay takes no mails because of itself or of our settings: ${reply}`
        : `The relay cannot be reached since ${since.toISOString().slice(11, 16)} UTC: ${reply}`
    const meaning = 'Nothing is lost and no try is used up: mails wait, and one finds out every few minutes.'
    await raiseAlarm(trx, { key: `relay away ${since.toISOString()}`, kind: 'relay_away', text: `${text}. ${meaning}` })
  })
}

export async function reportRelayBack({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await endPause(db, relayScope, clock.now())
}
