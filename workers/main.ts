import { setTimeout as pause } from 'node:timers/promises'
import { openMailroom } from '../services/delivery/mailroom.ts'
import { ensureSampleEdition } from '../services/editions/sample-edition.ts'
import { openTemplates } from '../services/mail/templates.ts'
import { openSources } from '../services/papers/sources/open-sources.ts'
import { recordRun } from '../services/platform/job-runs.ts'
import type { QueueName } from '../services/platform/queues.ts'
import { alarm } from './alarm.ts'
import { collect } from './collect.ts'
import { deliver } from './deliver.ts'
import type { JobDeps, WorkerDeps } from './job-deps.ts'
import { notify } from './notify.ts'
import { plan } from './plan.ts'
import { schedule } from './schedule.ts'
import { sweepTables } from './sweep.ts'

/** Every job there is. */
const jobs: Record<QueueName, (deps: JobDeps) => Promise<void>> = {
  collect,
  plan,
  deliver,
  notify,
  alarm,
  sweep: sweepTables
}

/**
 * Jobs of a kind at a time. While one source keeps its polite pauses another may be due; while the relay is silent on
 * one connection, what signs up is to be planned for the others.
 */
const concurrency: Partial<Record<QueueName, number>> = { collect: 2, notify: 2, deliver: 2 }

/** Starts all workers in this process. close() stops claiming, lets what is in flight finish, and gives the rest back. */
export async function startWorkers(deps: WorkerDeps): Promise<{ close(): Promise<void> }> {
  const templates = await openTemplates(undefined, deps.words)
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
      // A tick may be sending: it ends when the mailroom closes.
      await Promise.all([stopSchedule(), mailroom.close()])
    }
  }
}
