import { setTimeout as sleep } from 'node:timers/promises'
import type { Queue } from 'bullmq'
import type { Config } from './config.ts'
import { within } from './durations.ts'
import type { Log } from './log.ts'
import { type Backend, type BackendTiming, postgresBackend, redisBackend } from './queue-backends.ts'
import { type KeptWorker, keepWorker } from './queue-worker.ts'

/**
 * What can be nudged. A nudge says "look at the tables"; its payload, where there is
 * one, is an id. Losing it is harmless: the sweep nudges what the tables still owe.
 */
const queueNames = ['collect', 'plan', 'deliver', 'notify', 'alarm', 'sweep'] as const
export type QueueName = (typeof queueNames)[number]

type Repeat = { every: number } | { pattern: string; tz: string }

export interface Queues {
  /**
   * Enqueues a look at the tables. Never throws and takes a second at most: the row is
   * written, and the sweep comes anyway. `delayMs`: not before then.
   */
  nudge(name: QueueName, delayMs?: number): Promise<void>
  /**
   * Has `name` nudged on a schedule, by whichever worker is there. Never throws: a queue
   * that is away or is emptied gets its schedule when it is back, while this process runs.
   */
  schedule(name: QueueName, repeat: Repeat): Promise<void>
  /** Runs `process` for each nudge of `name` in this process. */
  work(name: QueueName, process: () => Promise<void>, concurrency?: number): void
  /** Whether a worker of `name` is connected, in whatever process. */
  hasWorkers(name: QueueName): Promise<boolean>
  /** Jobs waiting, by queue; undefined where the queue does not tell within a second. */
  backlog(): Promise<Record<QueueName, number> | undefined>
  /** Whether the queue answers within a second. */
  ping(): Promise<boolean>
  /** Takes no new job, waits for the running ones, closes the connections. A backend that is away costs seconds. */
  close(): Promise<void>
}

interface Timing extends BackendTiming {
  /** Between two looks whether the schedules are still there. */
  scheduleCheck: number
  /** That closing may take once no job runs: with a backend that is away it would never end. */
  closingGrace: number
}

const usual: Timing = {
  patience: 1000,
  lockDuration: 60_000,
  stalledInterval: 30_000,
  scheduleCheck: 15_000,
  closingGrace: 3000
}

/**
 * Opens BullMQ on Redis where REDIS_URL is set, else on PostgreSQL: one switch, same
 * workers. `timing` (milliseconds) is for tests, which cannot wait for minutes.
 */
export async function openQueues(
  { redisUrl }: Pick<Config, 'redisUrl'>,
  databaseUrl: string,
  log: Log,
  timing: Partial<Timing> = {}
): Promise<Queues> {
  const times = { ...usual, ...timing }
  const backend =
    redisUrl === undefined
      ? await postgresBackend(databaseUrl, queueNames.length, times)
      : await redisBackend(redisUrl, log, times)
  return buildQueues(log, backend, times)
}

async function buildQueues(
  log: Log,
  backend: Backend,
  { patience, scheduleCheck, closingGrace }: Timing
): Promise<Queues> {
  const workers: KeptWorker[] = []
  const running = new Set<Promise<void>>()
  const schedules = new Map<QueueName, Repeat>()
  const queues = Object.fromEntries(queueNames.map((name) => [name, backend.queue(name)])) as Record<QueueName, Queue>
  const report = (event: string, queue: QueueName) => (error: Error) =>
    log[backend.away() ? 'debug' : 'warn']({ event, queue, reason: error.message }, 'queue error')
  for (const name of queueNames) queues[name].on('error', report('queue.error', name))
  // Now, not at the first nudge: a Queue that cannot connect when it is made stays broken.
  await Promise.all(queueNames.map((name) => queues[name].waitUntilReady()))

  /** undefined where the queue does not answer. */
  async function ask<T>(
    event: string,
    name: QueueName,
    question: (queue: Queue) => Promise<T>
  ): Promise<T | undefined> {
    try {
      return await within(patience, question(queues[name]))
    } catch (error) {
      report(event, name)(error as Error)
      return undefined
    }
  }

  async function putSchedule(name: QueueName, repeat: Repeat): Promise<void> {
    await ask('queue.schedule_late', name, (queue) => queue.upsertJobScheduler(`${name}-schedule`, repeat))
  }

  async function restoreSchedules(): Promise<void> {
    for (const [name, repeat] of schedules) {
      const found = await ask('queue.schedule_late', name, (queue) => queue.getJobSchedulers(0, 0))
      if (found?.length === 0) await putSchedule(name, repeat)
    }
  }
  const restorer = setInterval(() => void restoreSchedules(), scheduleCheck).unref()

  async function answers(): Promise<boolean> {
    return (await ask('queue.silent', 'sweep', (queue) => queue.getWaitingCount())) !== undefined
  }

  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    clearInterval(restorer)
    // By force the connections go first and the running jobs are not waited for.
    const force = !(await answers())
    if (force) await untilIdle()
    await Promise.all(workers.map((worker) => worker.close(force)))
    await Promise.all(queueNames.map((name) => queues[name].close()))
    await backend.close()
  }
  async function untilIdle(): Promise<void> {
    while (running.size > 0) await Promise.allSettled(running)
  }

  return {
    async nudge(name, delayMs = 0) {
      await ask('queue.nudge_lost', name, (queue) => queue.add(name, {}, { delay: delayMs }))
    },
    async schedule(name, repeat) {
      schedules.set(name, repeat)
      await putSchedule(name, repeat)
    },
    work(name, run, concurrency = 1) {
      async function tracked(): Promise<void> {
        const job = run()
        running.add(job)
        await job.finally(() => running.delete(job))
      }
      const failed = report('worker.error', name)
      function make() {
        const worker = backend.worker(name, tracked, concurrency)
        worker.on('error', failed)
        worker.on('failed', (_job, error) =>
          log.error({ event: 'job.failed', queue: name, reason: error.message }, 'job failed')
        )
        return worker
      }
      workers.push(keepWorker(make, { againMs: patience, onFailure: failed }))
    },
    async hasWorkers(name) {
      return ((await ask('queue.workers_unknown', name, (queue) => queue.getWorkersCount())) ?? 0) > 0
    },
    async backlog() {
      const counts = await Promise.all(
        queueNames.map((name) => ask('queue.backlog_unknown', name, (queue) => queue.getWaitingCount()))
      )
      if (counts.includes(undefined)) return undefined
      return Object.fromEntries(queueNames.map((name, index) => [name, counts[index]])) as Record<QueueName, number>
    },
    ping: answers,
    close() {
      closing ??= Promise.race([close(), untilIdle().then(() => sleep(closingGrace))])
      return closing
    }
  }
}
