import { raiseAlarm } from '../services/delivery/alarms/raise-alarm.ts'
import type { QueueName } from '../services/platform/queues.ts'
import type { WorkerDeps } from './job-deps.ts'

const sweepEveryMs = 10_000

/** A Redis that restarts is back by then. */
const awayMs = 5 * 60_000

/**
 * Wakes the workers: at DIGEST_TIME, and every ten seconds for whatever is owed. The
 * schedule lives in the queue, so that one of many workers gets each tick, and is a
 * doorbell only: what is owed stands in PostgreSQL. While the queue is away each worker
 * keeps its own time and works straight from the tables.
 */
export async function schedule(
  { config, db, clock, queues, log }: WorkerDeps,
  run: (job: QueueName) => Promise<void>
): Promise<() => Promise<void>> {
  const [hour, minute] = config.digestTime.split(':').map(Number)
  const atDigestTime = { pattern: `${minute} ${hour} * * *`, tz: config.digestTimezone }

  async function install(): Promise<void> {
    await queues.schedule('plan', atDigestTime)
    await queues.schedule('sweep', { every: sweepEveryMs })
  }

  let installed = false
  let running: Promise<void> = Promise.resolve()
  let collecting: Promise<void> | undefined
  const sending = new Set<Promise<void>>()
  let awaySince: Date | undefined
  async function tick(): Promise<void> {
    if (await queues.ping()) {
      if (!installed) await install()
      installed = true
      awaySince = undefined
      return
    }
    installed = false
    awaySince ??= clock.now()
    log.warn({ event: 'queue.away' }, 'the queue is away: working from the tables')
    // A source may take minutes to answer, and mails are not to wait for it.
    collecting ??= run('collect').finally(() => {
      collecting = undefined
    })
    for (const job of ['sweep', 'plan', 'alarm'] as const) await run(job)
    for (const job of ['notify', 'deliver'] as const) start(job)
    if (clock.now().getTime() - awaySince.getTime() >= awayMs) await raiseQueueAway(awaySince)
  }

  /** A relay may take minutes to answer, and whatever else is owed is not to wait for it. */
  function start(job: QueueName): void {
    const started = run(job).finally(() => sending.delete(started))
    sending.add(started)
  }

  /** Each worker sees it for itself: one alarm a day is enough. */
  function raiseQueueAway(since: Date): Promise<void> {
    return raiseAlarm(db, {
      key: `queue_away/${since.toISOString().slice(0, 10)}`,
      kind: 'queue_away',
      text: 'The queue has not answered for five minutes. Nothing is lost: each worker goes on from the tables, every ten seconds.',
      at: clock.now()
    })
  }

  function safeTick(): Promise<void> {
    return tick().catch((error: Error) =>
      log.error({ event: 'schedule.failed', reason: error.message }, 'a tick failed')
    )
  }

  await safeTick()
  // What became due while nothing ran should not wait for the first tick.
  await queues.nudge('collect')
  await queues.nudge('sweep')
  const timer = setInterval(() => {
    running = running.then(safeTick)
  }, sweepEveryMs)
  return async () => {
    clearInterval(timer)
    await running
    await Promise.all([collecting, ...sending])
  }
}
