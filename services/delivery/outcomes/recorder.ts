import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Ledger, Outcome } from '../ledger.ts'
import { recordOutcomes } from './record-outcomes.ts'

/** Outcomes of one statement, and the longest that one waits for others: a statement a mail cost sixty times as much. */
const batch = { size: 500, waitMs: 250 }

export interface Recorder {
  /** Has an outcome recorded soon; `onRecorded` is called when it is. The journal has it already. */
  record(outcome: Outcome, onRecorded: () => void): void
  /** Resolves when everything is recorded. */
  drain(): Promise<void>
}

/**
 * Collects what came of mails and tells PostgreSQL in batches, one at a time. While PostgreSQL is
 * away a batch is offered again for as long as the process lives; nothing is claimed meanwhile, so
 * what waits is bounded by the leases.
 */
export function openRecorder(ledger: Ledger, { db, log }: { db: Db; log: Log }): Recorder {
  let waiting: { outcome: Outcome; onRecorded: () => void }[] = []
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const taken = waiting
    waiting = []
    if (taken.length === 0) return
    running = recordAfter(running, taken)
  }

  async function recordAfter(earlier: Promise<void>, taken: typeof waiting): Promise<void> {
    await earlier
    const outcomes = taken.map(({ outcome }) => outcome)
    await persistently(() => recordOutcomes(db, ledger, outcomes), log)
    for (const { onRecorded } of taken) onRecorded()
  }

  return {
    record(outcome, onRecorded) {
      waiting.push({ outcome, onRecorded })
      if (waiting.length >= batch.size) flush()
      else timer ??= setTimeout(flush, batch.waitMs)
    },
    async drain() {
      flush()
      await running
    }
  }
}

async function persistently(write: () => Promise<void>, log: Log): Promise<void> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
    try {
      return await write()
    } catch (error) {
      log.error({ event: 'outcome.not_recorded', reason: (error as Error).message }, 'outcomes wait for the database')
      await wait(pause)
    }
  }
}
