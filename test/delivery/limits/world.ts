import { setImmediate as turn } from 'node:timers/promises'
import { type KyselyPlugin, sql } from 'kysely'
import { afterEach, beforeEach } from 'vitest'
import type { LimiterTime } from '../../../services/delivery/limits/limiter-time.ts'
import { type Limits, openLimits } from '../../../services/delivery/limits/limits.ts'
import type { Config } from '../../../services/platform/config.ts'
import { openLog } from '../../../services/platform/log.ts'
import { clockAt, type TestClock } from '../../support/clock.ts'
import type { TestDatabase } from '../../support/database.ts'

/**
 * A clock for everything: elapsed milliseconds, PostgreSQL's clock and the workers' are one and move
 * only here. The database is real; time stands still while it answers.
 */
export interface World {
  clock: TestClock
  /** Something was sent: there may be more to do at this time. */
  noteSent(): void
  time: LimiterTime
  /** Another worker on the same database, which answers it after so many ms, by turns. */
  worker(limits?: Partial<Config['sendingLimits']>, latencies?: readonly number[]): Limits
  /** Moves on by so many ms, and lets happen whatever is due on the way. */
  run(forMs: number): Promise<void>
  /** Moves on by so many ms in which nobody does anything. */
  stall(forMs: number): void
  /** Waits until no statement is under way and nobody sends. */
  settle(): Promise<void>
}

const unlimited = { rate: undefined, rateByDomain: new Map<string, number>(), ramp: undefined }

export function useWorld(database: TestDatabase, start = '2026-11-24T08:00:00Z'): World {
  const clock = clockAt(start)
  let alarms: { at: number; wake: () => void }[] = []
  const elapsed = () => clock.now().getTime() - Date.parse(start)
  /** Milliseconds with fractions: a Date has none. */
  let fraction = 0
  const workers: Limits[] = []

  const time: LimiterTime = {
    elapsed: () => elapsed() + fraction,
    databaseNow: () =>
      sql`(${new Date(start)}::timestamptz + ${Math.round(time.elapsed() * 1000)}::bigint * interval '1 microsecond')`,
    callAt(at, wake) {
      const alarm = { at, wake }
      alarms.push(alarm)
      return () => {
        alarms = alarms.filter((other) => other !== alarm)
      }
    }
  }

  function moveTo(ms: number): void {
    clock.set(new Date(Date.parse(start) + Math.floor(ms)))
    fraction = ms - Math.floor(ms)
  }

  /** Statements that are answered and whose answer is still on its way, each with its connection. */
  let late = 0
  function answersAfter(latencies: readonly number[]): KyselyPlugin {
    let turns = 0
    return {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        const latencyMs = latencies[turns % latencies.length] ?? 0
        turns += 1
        late += 1
        await new Promise<void>((resolve) => void time.callAt(time.elapsed() + latencyMs, resolve))
        late -= 1
        return result
      }
    }
  }

  let sent = 0
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const before = sent
      await turn()
      const { totalCount, idleCount, waitingCount } = database.pool
      quiet = totalCount - idleCount === late && waitingCount === 0 && sent === before ? quiet + 1 : 0
    }
  }

  beforeEach(async () => {
    clock.set(start)
    fraction = 0
    alarms = []
    await database.pool.query('truncate rate_slots, sending_pauses, ramp_days, alarms cascade')
  })
  afterEach(async () => {
    const closed = new AbortController()
    const closing = Promise.all(workers.splice(0).map((limits) => limits.close())).finally(() => closed.abort())
    // Answers that are late want the time to come.
    do await world.run(100)
    while (!closed.signal.aborted)
    await closing
  })

  const world: World = {
    clock,
    noteSent: () => void (sent += 1),
    time,
    worker(limits = {}, latencies = []) {
      const opened = openLimits({
        db: latencies.length === 0 ? database.db : database.db.withPlugin(answersAfter(latencies)),
        clock,
        time,
        log: openLog('silent'),
        sendingLimits: { ...unlimited, ...limits }
      })
      workers.push(opened)
      return opened
    },
    async run(forMs) {
      const end = time.elapsed() + forMs
      for (;;) {
        await settle()
        const next = alarms.toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at > end) break
        alarms = alarms.filter((alarm) => alarm !== next)
        moveTo(Math.max(next.at, time.elapsed()))
        next.wake()
      }
      moveTo(end)
      await settle()
    },
    stall: (forMs) => moveTo(time.elapsed() + forMs),
    settle
  }
  return world
}
