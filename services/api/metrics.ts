import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { countPauses } from '../delivery/limits/list-pauses.ts'
import { readingFigures } from '../papers/readings.ts'
import { countUnreadFormulas } from '../papers/unread-formulas.ts'
import { confirmationFigures, signUpPressure } from '../subscribers/pressure.ts'
import type { ApiDeps } from './api-deps.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { countNoticesOwed, countSubscribers, newestEditionCounts } from './overview.queries.ts'

/** Upper bounds in seconds: a page takes 1 to 20 ms, and whatever takes 5 s is broken. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export interface Metrics {
  registry: Registry
  observeRequest(labels: { method: string; route: string; status: string }, seconds: number): void
}

/** The registry of one app: the process, its requests, and what the tables say when they are asked. */
export function openMetrics({ db, clock, queues }: Pick<ApiDeps, 'db' | 'clock' | 'queues'>): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  let reading: Promise<void> = Promise.resolve()

  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests answered, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers
  })

  gauge('daily_papers_subscribers', 'Subscribers by state', ['state'], async (set) => {
    for (const [state, count] of Object.entries(await countSubscribers(db))) set(count, { state })
  })
  gauge('daily_papers_deliveries', 'Deliveries of the newest edition by state', ['state'], async (set) => {
    const newest = await newestEditionCounts(db)
    for (const [state, count] of Object.entries(newest?.deliveries ?? {})) set(count, { state })
  })
  gauge('daily_papers_notices_owed', 'Confirmation and welcome mails not final yet', [], async (set) => {
    set(await countNoticesOwed(db), {})
  })
  gauge(
    'daily_papers_confirmed_share',
    'Of those asked to confirm 1 to 25 hours ago, the share that did',
    [],
    async (set) => {
      const { asked, confirmed } = await confirmationFigures({ db, clock })
      if (asked > 0) set(confirmed / asked, {})
    }
  )
  gauge('daily_papers_sign_up_pressure', 'Whether sign-ups are held short, and why', ['why'], async (set) => {
    for (const { why } of await signUpPressure({ db, clock })) set(1, { why })
  })
  gauge('daily_papers_sending_pauses', 'Receiving domains, or the relay, that get nothing', ['why'], async (set) => {
    for (const [why, count] of Object.entries(await countPauses({ db, clock }))) set(count, { why })
  })
  gauge('daily_papers_queue_backlog', 'Nudges waiting, by queue', ['queue'], async (set) => {
    for (const [queue, count] of Object.entries((await queues.backlog()) ?? {})) set(count, { queue })
  })
  gauge('daily_papers_source_readings', 'Readings of the last day, by outcome', ['source', 'outcome'], async (set) => {
    const { outcomes } = await readingFigures({ db, clock })
    for (const { source, outcome, count } of outcomes) set(count, { source, outcome })
  })
  gauge(
    'daily_papers_source_refused',
    'Items left out in the last day, by reason',
    ['source', 'reason'],
    async (set) => {
      const { refused } = await readingFigures({ db, clock })
      for (const { source, reason, count } of refused) set(count, { source, reason })
    }
  )
  gauge(
    'daily_papers_text_residue',
    'Papers that show a formula as it came, because it is unknown',
    [],
    async (set) => {
      set(await countUnreadFormulas({ db }), {})
    }
  )
  gauge('daily_papers_source_age_seconds', 'Since a source could be read last', ['source'], async (set) => {
    const { ages } = await readingFigures({ db, clock })
    for (const { source, seconds } of ages) set(seconds, { source })
  })

  function gauge(
    name: string,
    help: string,
    labelNames: string[],
    read: (set: (value: number, labels: Record<string, string>) => void) => Promise<void>
  ): void {
    const created: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        created.reset()
        // One source that is away must not take the others' figures with it.
        const inTurn = () => read((value, labels) => created.set(labels, value)).catch(() => created.reset())
        // One after the other: whoever asks for figures takes one connection, and leaves the others to readers.
        reading = reading.then(inTurn)
        await reading
      }
    })
  }

  return { registry, observeRequest: (labels, seconds) => requests.observe(labels, seconds) }
}

/** `/metrics` for Prometheus: counts only, no address and no token. Who asks at the same time shares an answer. */
export async function metricsRoute(app: FastifyInstance, { registry }: Metrics): Promise<void> {
  const figures = oneAtATime(() => registry.metrics())
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await figures())
  )
}
