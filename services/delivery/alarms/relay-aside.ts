import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { raiseAlarm } from './raise-alarm.ts'

/** A restart is over by then; waits double from five seconds. */
const longMs = 60_000

/**
 * One of several relays is away, for more than a minute by now: the operator learns that mails leave another way,
 * once a day and relay. `relay` is its place in SMTP_URL, from 0; `reason` names no reader.
 */
export async function reportRelayAside(
  { db, clock }: { db: Db; clock: Clock },
  { relay, relays, reason, waitMs }: { relay: number; relays: number; reason: string; waitMs: number }
): Promise<void> {
  // Of a single one the breaker of the relay tells, and says what it means.
  if (relays === 1 || waitMs < longMs) return
  const at = clock.now()
  await raiseAlarm(db, {
    key: `relay aside ${relay} ${at.toISOString().slice(0, 10)}`,
    kind: 'relay_aside',
    text: `Relay ${relay + 1} of the ${relays} in SMTP_URL takes no mails: ${reason}. Mails go to the others; one finds out every few minutes whether it is back.`,
    at
  })
}
