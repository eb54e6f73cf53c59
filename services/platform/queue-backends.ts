import { once } from 'node:events'
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
import { openPool } from './database.ts'
import { within } from './durations.ts'
import type { Log } from './log.ts'

/** Where BullMQ keeps its jobs: the two are used alike. */
export interface Backend {
  queue(name: string): Queue
  /** It waits to be told to run. */
  worker(name: string, processor: Processor, concurrency: number): Worker
  /** Known to be away, which has been logged: what fails because of it need not be. */
  away(): boolean
  close(): Promise<void>
}

/** Milliseconds. */
export interface BackendTiming {
  /** Until a Redis that does not answer counts as away. */
  patience: number
  /** Until a job of a worker that was killed is anybody's again. */
  lockDuration: number
  /** Between two looks for such jobs. */
  stalledInterval: number
}

// Finished jobs are of no use: the tables are the record.
const queueOptions = { defaultJobOptions: { removeOnComplete: true, removeOnFail: { count: 100 } } }
// A job whose worker is killed is run again. BullMQ's default of one such recovery makes
// it fail for good at the second kill; its 15 s before a lost connection is tried again
// are longer than Redis takes to restart.
const workerOptions = { autorun: false, maxStalledCount: 100, drainDelay: 5, runRetryDelay: 2000 }

/** Jobs in the schema `bullmq` of a PostgreSQL, made where it is missing. Throws where the server is away. */
export async function postgresBackend(databaseUrl: string, queues: number, timing: BackendTiming): Promise<Backend> {
  // One pool for all: left alone, each Queue and Worker opens ten connections of its own.
  // Workers keep one connection each for LISTEN.
  const pool = openPool(databaseUrl, { max: queues + 6, searchPath: 'bullmq' })
  // Each Queue and Worker listens for its errors; Node warns of a leak beyond ten.
  pool.setMaxListeners(2 * queues + 2)
  const client = await pool.connect()
  try {
    await runMigrations(client, 'bullmq')
  } finally {
    client.release()
  }
  const bullmq = withBackend(createPostgresBackend)
  // BullMQ describes a pool by an index signature that pg's own class does not have.
  const connection = pool as unknown as PostgresConnectionOptions
  const { lockDuration, stalledInterval } = timing
  const options = { connection, ...workerOptions, lockDuration, stalledInterval }
  return {
    queue: (name) => new bullmq.Queue(name, { connection, ...queueOptions }) as unknown as Queue,
    worker: (name, processor, concurrency) =>
      new bullmq.Worker(name, processor, { ...options, concurrency }) as unknown as Worker,
    away: () => false,
    close: () => pool.end()
  }
}

/** Jobs in Redis, which may be away now and come later. */
export async function redisBackend(redisUrl: string, log: Log, timing: BackendTiming): Promise<Backend> {
  const { patience, lockDuration, stalledInterval } = timing
  // Producers fail at once while Redis is away, and after one wait also where it takes
  // connections and says nothing; workers wait for it (BullMQ asks for null).
  const producer = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0, socketTimeout: patience })
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null })
  consumer.on('error', () => undefined)
  let away = false
  producer.on('error', (error) => {
    if (!away) log.warn({ event: 'queue.away', reason: error.message }, 'Redis is away')
    away = true
  })
  producer.on('ready', () => {
    if (away) log.info({ event: 'queue.back' }, 'Redis is back')
    away = false
  })
  // A nudge before the first connection would fail at once, too.
  await within(patience, once(producer, 'ready')).catch(() => undefined)

  // BullMQ asks for the version once, and a Queue that could not stays broken (6.7).
  const producing = { connection: producer, ...queueOptions, skipWaitingForReady: true, skipVersionCheck: true }
  const options = { connection: consumer, ...workerOptions, lockDuration, stalledInterval }
  return {
    queue: (name) => new Queue(name, producing),
    worker: (name, processor, concurrency) => new Worker(name, processor, { ...options, concurrency }),
    away: () => away,
    async close() {
      producer.disconnect()
      consumer.disconnect()
    }
  }
}
