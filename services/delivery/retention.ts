import { holdEdition } from '../editions/sending.ts'
import { pruneReadings } from '../papers/retention.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { listRuns, recordRun } from '../platform/job-runs.ts'
import { setLockTimeout } from '../platform/lock-timeout.ts'
import type { Log } from '../platform/log.ts'
import {
  deleteAlarms,
  deleteDrafts,
  deleteNotices,
  dropDeliveries,
  findToRetire,
  hasLiveDelivery
} from './retention.queries.ts'

const dayMs = 24 * 60 * 60_000

/** Its name among the jobs whose last runs are kept. */
const job = 'retention'

/** Rows of a kind that go in one statement: some 50 ms. */
const usualBatch = 5000

/** Votes and readings decide about editions for weeks, and an alarm that is gone would be raised again. */
const fewestDays = 30

const lockMs = 1000

export interface Retired {
  /** Editions whose deliveries and attempts went. */
  editions: number
  rows: number
  /** Nothing is left to do until tomorrow. */
  done: boolean
}

interface RetentionDeps {
  db: Db
  clock: Clock
  log: Log
  config: Pick<Config, 'retentionDays'>
}

/**
 * Lets go of what is older than RETENTION_DAYS, once a day: the deliveries and attempts of final
 * editions, dropped as tables; notices, drafts, alarms, readings and snapshots, some thousand rows a
 * call, so that the caller is not held up. Call it again until it is `done`. Editions, their mails
 * as sent, papers and lists stay. Undefined where today's run is over.
 */
export async function retain(deps: RetentionDeps, batch: number = usualBatch): Promise<Retired | undefined> {
  const { db, clock, log, config } = deps
  const now = clock.now()
  const last = (await listRuns(db)).find((run) => run.job === job)
  if (last !== undefined && now.getTime() - last.finishedAt.getTime() < dayMs) return undefined

  const ago = (days: number) => new Date(now.getTime() - days * dayMs)
  const mails = { before: ago(config.retentionDays), limit: batch }
  const facts = { before: ago(Math.max(config.retentionDays, fewestDays)), limit: batch }
  const { editions, busy } = await retireEditions(db, mails.before)
  const { readings, snapshots } = await pruneReadings({ db }, facts)
  const counts = [
    await deleteNotices(db, mails),
    await deleteDrafts(db, mails),
    await deleteAlarms(db, facts),
    readings,
    snapshots
  ]
  const retired = {
    editions,
    rows: counts.reduce((sum, count) => sum + count, 0),
    done: !busy && counts.every((count) => count < batch)
  }
  if (editions + retired.rows > 0)
    log.info({ event: 'retention', ...retired }, 'let go of what is older than RETENTION_DAYS')
  if (retired.done) await recordRun(db, job, now, undefined)
  return retired
}

async function retireEditions(db: Db, before: Date): Promise<{ editions: number; busy: boolean }> {
  let editions = 0
  for (const editionId of await findToRetire(db, before)) {
    const outcome = await retireEdition(db, editionId, before)
    if (outcome === 'busy') return { editions, busy: true }
    if (outcome === 'retired') editions += 1
  }
  return { editions, busy: false }
}

/**
 * Dropping takes a lock on all deliveries. It is had at once or soon, or the next sweep tries again:
 * waiting for it behind a long statement would stop an edition that is being sent.
 */
async function retireEdition(db: Db, editionId: number, before: Date): Promise<'retired' | 'live' | 'busy'> {
  try {
    return await db.transaction().execute(async (trx) => {
      await setLockTimeout(trx, lockMs)
      // Who adds a delivery holds the edition too.
      await holdEdition(trx, editionId)
      if (await hasLiveDelivery(trx, editionId, before)) return 'live'
      await dropDeliveries(trx, editionId)
      return 'retired'
    })
  } catch (error) {
    if (isContention(error)) return 'busy'
    throw error
  }
}

/** lock_not_available or deadlock_detected. */
function isContention(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === '55P03' || code === '40P01'
}
