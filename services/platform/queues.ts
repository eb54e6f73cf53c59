import {
  createPostgresBackend,
  type PostgresConnectionOptions,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  withBackend
} from 'bullmq'
import { Redis } from 'ioredis'
import type { Config } from './config.ts'
import { openPool } from './database.ts'
import type { Log } from './log.ts'

/**
 * What can be nudged. A nudge says "look at the tables"; its payload, where there is
 * one, is an id. Losing it is harmless: the sweep nudges what the tables still owe.
 */
export const queueNames = ['plan', 'deliver', 'notify', 'sweep'] as const
export type QueueName = (typeof queueNames)[number]

export interface Queues {
  /** Enqueues a look at the tables. Never throws: the row is written, and the sweep comes anyway. */
  nudge(name: QueueName): Promise<void>
  /** Has `name` nudged on a schedule, by whichever worker is there. */
  schedule(name: QueueName, repeat: { every: number } | { pattern: string; tz: string }): Promise<void>
  /** Runs `process` for each nudge of `name` in this process. */
  work(name: QueueName, process: () => Promise<void>, concurrency?: number): void
  /** Jobs waiting, by queue; undefined where the queue is away. */
  backlog(): Promise<Record<QueueName, number> | undefined>
  /** Whether the queue answers. */
  ping(): Promise<boolean>
  /** Takes no new job, waits for the running ones, closes the connections. */
  close(): Promise<void>
}

// Finished jobs are of no use: the tables are the record.
const jobOptions = { removeOnComplete: true, removeOnFail: { count: 100 } }
// A job whose worker is killed is run again. BullMQ's default of one such recovery makes
// it fail for good at the second kill.
const workerOptions = { maxStalledCount: 100, lockDuration: 60_000, drainDelay: 5 }

/** Opens BullMQ on Redis where REDIS_URL is set, else on PostgreSQL: one switch, same workers. */
export async function openQueues(config: Pick<Config, 'redisUrl'>, databaseUrl: string, log: Log): Promise<Queues> {
  return config.redisUrl === undefined ? onPostgres(databaseUrl, log) : onRedis(config.redisUrl, log)
}

interface Backend {
  queue(name: string): Queue
  worker(name: string, processor: Processor, concurrency: number): Worker
  close(): Promise<void>
}

async function onPostgres(databaseUrl: string, log: Log): Promise<Queues> {
  // One pool for all: left alone, each Queue and Worker opens ten connections of its own.
  // Workers keep one connection each for LISTEN.
  const pool = openPool(databaseUrl, { max: queueNames.length + 6, searchPath: 'bullmq' })
  const client = await pool.connect()
  try {
    await runMigrations(client, 'bullmq')
  } finally {
    client.release()
  }
  const bullmq = withBackend(createPostgresBackend)
  // BullMQ describes a pool by an index signature that pg's own class does not have.
  const connection = pool as unknown as PostgresConnectionOptions
  return buildQueues(log, {
    queue: (name) => new bullmq.Queue(name, { connection, defaultJobOptions: jobOptions }) as unknown as Queue,
    worker: (name, processor, concurrency) =>
      new bullmq.Worker(name, processor, { connection, ...workerOptions, concurrency }) as unknown as Worker,
    close: () => pool.end()
  })
}

async function onRedis(redisUrl: string, log: Log): Promise<Queues> {
  // Producers fail at once while Redis is away; workers wait for it (BullMQ asks for null).
  const producer = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null })
  for (const redis of [producer, consumer])
    redis.on('error', (error) => log.warn({ event: 'queue.away', reason: error.message }, 'Redis is away'))
  return buildQueues(log, {
    queue: (name) =>
      new Queue(name, { connection: producer, defaultJobOptions: jobOptions, skipWaitingForReady: true }),
    worker: (name, processor, concurrency) =>
      new Worker(name, processor, { connection: consumer, ...workerOptions, concurrency }),
    async close() {
      producer.disconnect()
      consumer.disconnect()
    }
  })
}

function buildQueues(log: Log, backend: Backend): Queues {
  const workers: Worker[] = []
  const opened = new Map<QueueName, Queue>()

  function queue(name: QueueName): Queue {
    const known = opened.get(name)
    if (known !== undefined) return known
    const created = backend.queue(name)
    created.on('error', (error) =>
      log.warn({ event: 'queue.error', queue: name, reason: error.message }, 'queue error')
    )
    opened.set(name, created)
    return created
  }

  return {
    async nudge(name) {
      try {
        await queue(name).add(name, {})
      } catch (error) {
        log.warn(
          { event: 'queue.nudge_lost', queue: name, reason: (error as Error).message },
          'nudge lost; the sweep will come'
        )
      }
    },
    async schedule(name, repeat) {
      await queue(name).upsertJobScheduler(`${name}-schedule`, repeat, { opts: jobOptions })
    },
    work(name, run, concurrency = 1) {
      const worker = backend.worker(name, run, concurrency)
      worker.on('error', (error) =>
        log.warn({ event: 'worker.error', queue: name, reason: error.message }, 'worker error')
      )
      worker.on('failed', (_job, error) =>
        log.error({ event: 'job.failed', queue: name, reason: error.message }, 'job failed')
      )
      workers.push(worker)
    },
    async backlog() {
      try {
        const counts = await Promise.all(
          queueNames.map(async (name) => [name, await queue(name).getWaitingCount()] as const)
        )
        return Object.fromEntries(counts) as Record<QueueName, number>
      } catch {
        return undefined
      }
    },
    async ping() {
      return (await this.backlog()) !== undefined
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
      await Promise.all([...opened.values()].map((one) => one.close()))
      await backend.close()
    }
  }
}
