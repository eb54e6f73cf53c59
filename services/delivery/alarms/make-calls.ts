import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { callOnce } from '../../platform/outbound/call-once.ts'
import { userAgent } from '../../platform/outbound/user-agent.ts'
import { giveUpCalls, insertHeartbeats, type OwedCall, putOffCall, settleCall, takeCalls } from './calls.queries.ts'

const atOnce = 10

/** A call takes ten seconds at most; after this its process is gone. */
const leaseMs = 2 * 60_000

/** A heartbeat that comes later than this says nothing of today: the silence is to be noticed. */
const heartbeatMs = 6 * 60 * 60_000

const firstWaitMs = 30_000
const longestWaitMs = 30 * 60_000

interface CallDeps {
  db: Db
  clock: Clock
  log: Log
  config: Pick<Config, 'alertWebhook' | 'heartbeatUrl' | 'baseUrl' | 'contactEmail'>
}

/**
 * Makes the calls that are due: alarms to ALERT_WEBHOOK, and to HEARTBEAT_URL one for each edition
 * that completed or day that was quiet, and never otherwise. What is not answered with 2xx is tried
 * again at growing intervals, an alarm for 24 hours, a heartbeat for six.
 */
export async function makeCalls(deps: CallDeps): Promise<void> {
  const { db, clock, log } = deps
  const now = clock.now()
  for (const { about, reason } of await giveUpCalls(db, now))
    log.warn({ event: 'call.given_up', about, reason }, 'nobody answered, and its time is over')
  await insertHeartbeats(db, { now, lifetimeMs: heartbeatMs })
  const calls = await takeCalls(db, { now, limit: atOnce, leaseMs })
  await Promise.all(calls.map((call) => make(deps, call)))
}

async function make({ db, clock, log, config }: CallDeps, { about, target, tries, alarm }: OwedCall): Promise<void> {
  const address = target === 'webhook' ? config.alertWebhook : config.heartbeatUrl
  if (address === undefined) return settleCall(db, about, { state: 'withdrawn', now: clock.now() })
  // The key says of two posts whether they are the same alarm: an answer may get lost.
  const json =
    alarm === null ? undefined : JSON.stringify({ ...alarm, raisedAt: iso(alarm.raisedAt), site: config.baseUrl })
  const answer = await callOnce(address, { userAgent: userAgent(config), json })
  if (answer.kind === 'answered') return settleCall(db, about, { state: 'answered', now: clock.now() })
  log.debug({ event: 'call.failed', about, tries, reason: answer.reason }, 'a call was not answered')
  const wait = Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs)
  return putOffCall(db, about, { dueAt: new Date(clock.now().getTime() + wait), reason: answer.reason })
}

/** PostgreSQL writes a time into JSON with its own zone. */
function iso(instant: string): string {
  return new Date(instant).toISOString()
}
