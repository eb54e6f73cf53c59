import { setTimeout as pause } from 'node:timers/promises'
import { type Mailroom, openMailroom } from '../services/delivery/mailroom.ts'
import { ensureSampleEdition } from '../services/editions/sample-edition.ts'
import { openTemplates, type Templates } from '../services/mail/templates.ts'
import { openSources } from '../services/papers/sources/open-sources.ts'
import type { PaperSource } from '../services/papers/sources/source.ts'
import type { Clock } from '../services/platform/clock.ts'
import type { Config } from '../services/platform/config.ts'
import type { Db } from '../services/platform/database.ts'
import { recordRun } from '../services/platform/job-runs.ts'
import type { Log } from '../services/platform/log.ts'
import type { QueueName, Queues } from '../services/platform/queues.ts'
import { collect } from './collect.ts'
import { deliver } from './deliver.ts'
import { notify } from './notify.ts'
import { plan } from './plan.ts'
import { schedule } from './schedule.ts'
import { sweepTables } from './sweep.ts'

export interface WorkerDeps {
  config: Config
  db: Db
  clock: Clock
  log: Log
  queues: Queues
}

export interface JobDeps extends WorkerDeps {
  templates: Templates
  mailroom: Mailroom
  sources: readonly PaperSource[]
  /** Aborted when this process is about to end: what would wait for minutes gives up. */
  stop: AbortSignal
}

/** Every job there is. */
const jobs: Record<QueueName, (deps: JobDeps) => Promise<void>> = {
  collect,
  plan,
  deliver,
  notify,
  sweep: sweepTables
}

/** Jobs of a kind at a time. While one source keeps its polite pauses another may be due. */
const concurrency: Partial<Record<QueueName, number>> = { collect: 2 }

/** Starts all workers in this process. close() stops claiming, lets what is in flight finish, and gives the rest back. */
export async function startWorkers(deps: WorkerDeps): Promise<{ close(): Promise<void> }> {
  const templates = await openTemplates()
  if (deps.config.local) await ensureSampleEdition({ ...deps, templates })
  const mailroom = await openMailroom({ ...deps, templates })
  const stopping = new AbortController()
  const stop = stopping.signal
  const sources = openSources(deps.config, {
    clock: deps.clock,
    sleep: (milliseconds) => pause(milliseconds, undefined, { signal: stop })
  })
  const job: JobDeps = { ...deps, templates, mailroom, sources, stop }

  async function run(name: QueueName): Promise<void> {
    try {
      await jobs[name](job)
      await recordRun(deps.db, name, deps.clock.now(), undefined)
    } catch (error) {
      const reason = (error as Error).message
      deps.log.error(
        { event: 'job.failed', job: name, error: { message: reason, stack: (error as Error).stack } },
        'job failed'
      )
      await recordRun(deps.db, name, deps.clock.now(), reason).catch(() => undefined)
    }
  }

  const stopSchedule = await schedule(deps, run)
  for (const name of Object.keys(jobs) as QueueName[]) deps.queues.work(name, () => run(name), concurrency[name])
  return {
    async close() {
      stopping.abort()
      await stopSchedule()
      await mailroom.close()
    }
  }
}
