import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:net'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openLog } from '../../services/platform/log.ts'
import { openQueues, type Queues } from '../../services/platform/queues.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { spawnNode } from '../support/processes.ts'
import { openProxy, type Proxy } from '../support/proxy.ts'
import { openRedis, type TestRedis } from '../support/redis.ts'

const found = await openRedis()
const redis = 'unavailable' in found ? undefined : found
afterAll(() => redis?.close())

const log = openLog('silent')
// A killed worker's job comes back within seconds here, within a minute and a half in production.
const timing = { patience: 1000, lockDuration: 1000, stalledInterval: 500, scheduleCheck: 200, closingGrace: 500 }
/** Milliseconds: the patience, and a slow machine. */
const quickly = 2500

const backends = [
  { name: 'PostgreSQL', there: true, proxied: (database: TestDatabase) => database.url },
  {
    name: 'unavailable' in found ? `Redis (${found.unavailable})` : 'Redis',
    there: redis !== undefined,
    proxied: () => redis?.url ?? ''
  }
]

for (const backend of backends) {
  const onRedis = backend.name.startsWith('Redis')

  describe.skipIf(!backend.there)(`on ${backend.name}`, () => {
    let database: TestDatabase
    let proxy: Proxy
    let opened: Queues[] = []

    const redisUrl = () => (onRedis ? proxy.url : undefined)
    const databaseUrl = () => (onRedis ? database.url : proxy.url)

    async function open(): Promise<Queues> {
      const queues = await openQueues({ redisUrl: redisUrl() }, databaseUrl(), log, timing)
      opened.push(queues)
      return queues
    }

    /** A process whose worker takes a job of `deliver` and never ends it. */
    function spawnHangingWorker() {
      const module = `
        import { openLog } from './dist/services/platform/log.js'
        import { openQueues } from './dist/services/platform/queues.js'
        const [redisUrl, databaseUrl, timing] = JSON.parse(process.argv[1])
        const queues = await openQueues({ redisUrl: redisUrl ?? undefined }, databaseUrl, openLog('silent'), timing)
        queues.work('deliver', () => {
          console.log('took the job')
          return new Promise(() => {})
        })`
      return spawnNode(module, [JSON.stringify([redisUrl() ?? null, databaseUrl(), timing])])
    }

    beforeEach(async () => {
      database = await createDatabase({ empty: true })
      await redis?.flush()
      proxy = await openProxy(backend.proxied(database))
      opened = []
    })
    afterEach(async () => {
      await Promise.all(opened.map((queues) => queues.close()))
      await proxy.close()
      await database.close()
      await dropDatabase(database.url)
    })

    test('a nudge runs the processor, the first nudge of a process too', async () => {
      const worker = await open()
      const done = vi.fn(async () => undefined)
      worker.work('plan', done)
      const producer = await open()
      await producer.nudge('plan')
      await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    })

    test('a nudge of one queue leaves the others alone, and the backlog counts what waits', async () => {
      const queues = await open()
      await queues.nudge('deliver')
      await queues.nudge('deliver')
      await queues.nudge('notify')
      expect(await queues.backlog()).toEqual({ collect: 0, plan: 0, deliver: 2, notify: 1, alarm: 0, sweep: 0 })
      expect(await queues.ping()).toBe(true)
    })

    test('a processor that throws does not keep the next nudge from running', async () => {
      const queues = await open()
      const run = vi.fn(async () => {
        if (run.mock.calls.length === 1) throw new Error('broken once')
      })
      queues.work('sweep', run)
      await queues.nudge('sweep')
      await queues.nudge('sweep')
      await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2), { timeout: 10_000 })
    })

    test('a job whose worker is killed twice is run by the third', async () => {
      const producer = await open()
      await producer.nudge('deliver')
      for (let kills = 0; kills < 2; kills += 1) {
        const worker = spawnHangingWorker()
        await worker.says('took the job')
        await worker.kill()
      }
      const done = vi.fn(async () => undefined)
      producer.work('deliver', done)
      // Seconds on an idle machine: a stalled job is looked for at intervals, and each look may come late.
      await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(1), { timeout: 50_000 })
      expect(await producer.backlog()).toMatchObject({ deliver: 0 })
    }, 80_000)

    test('a schedule nudges again and again', async () => {
      const queues = await open()
      const swept = vi.fn(async () => undefined)
      queues.work('sweep', swept)
      await queues.schedule('sweep', { every: 200 })
      await vi.waitFor(() => expect(swept.mock.calls.length).toBeGreaterThanOrEqual(3), { timeout: 10_000 })
    })

    test('a worker whose first connection fails lets the process live, and works when the backend is there', async () => {
      const module = `
        import { openLog } from './dist/services/platform/log.js'
        import { openQueues } from './dist/services/platform/queues.js'
        const [redisUrl, databaseUrl, timing] = JSON.parse(process.argv[1])
        const queues = await openQueues({ redisUrl: redisUrl ?? undefined }, databaseUrl, openLog('silent'), timing)
        // Without its connections nothing else would keep the process.
        setInterval(() => {}, 1000)
        const told = new Promise((resolve) => process.once('SIGUSR2', resolve))
        console.log('opened')
        await told
        queues.work('deliver', async () => console.log('ran'))
        setTimeout(() => console.log('lives'), 500)`
      const worker = spawnNode(module, [JSON.stringify([redisUrl() ?? null, databaseUrl(), timing])])
      await worker.says('opened')
      await proxy.refuse()
      await proxy.restore()
      await proxy.swallow()
      worker.signal('SIGUSR2')
      await worker.says('lives')
      await proxy.restore()
      const producer = await open()
      await producer.nudge('deliver')
      expect(await worker.says('ran')).toBe('ran')
      await worker.kill()
    })

    test('close() waits for the running job', async () => {
      const queues = await open()
      const gate = new EventEmitter()
      const steps: string[] = []
      queues.work('deliver', async () => {
        const finish = once(gate, 'finish')
        gate.emit('started')
        await finish
        steps.push('job finished')
      })
      const started = once(gate, 'started')
      await queues.nudge('deliver')
      await started
      const closed = queues.close().then(() => steps.push('closed'))
      setTimeout(() => gate.emit('finish'), 300)
      await closed
      expect(steps).toEqual(['job finished', 'closed'])
    })

    test.each([
      ['refuses connections', (away: Proxy) => away.refuse()],
      ['swallows everything', (away: Proxy) => away.swallow()]
    ])('a backend that %s costs a nudge a second at most, and nothing throws', async (_how, take) => {
      const queues = await open()
      await queues.nudge('plan')
      await take(proxy)
      for (const call of [
        () => queues.nudge('deliver'),
        () => queues.backlog(),
        () => queues.ping(),
        () => queues.schedule('sweep', { every: 60_000 }),
        () => queues.nudge('deliver')
      ]) {
        const before = performance.now()
        const answer = await call()
        expect(answer === undefined || answer === false).toBe(true)
        expect(performance.now() - before).toBeLessThan(quickly)
      }
    })

    test.each([
      ['refused connections', (away: Proxy) => away.refuse()],
      ['swallowed everything', (away: Proxy) => away.swallow()]
    ])('after a backend that %s comes back, a nudge runs in the worker that waited', async (_how, take) => {
      const queues = await open()
      const done = vi.fn(async () => undefined)
      queues.work('deliver', done)
      await queues.nudge('deliver')
      await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(1), { timeout: 10_000 })
      await take(proxy)
      await queues.nudge('deliver')
      await proxy.restore()
      await vi.waitFor(
        async () => {
          await queues.nudge('deliver')
          expect(done.mock.calls.length).toBeGreaterThan(1)
        },
        { timeout: 20_000, interval: 500 }
      )
      expect(await queues.ping()).toBe(true)
    })

    test.each([
      ['refuses connections', (away: Proxy) => away.refuse()],
      ['swallows everything', (away: Proxy) => away.swallow()]
    ])('close() ends also where the backend %s', async (_how, take) => {
      const queues = await open()
      queues.work('deliver', async () => undefined)
      await queues.nudge('deliver')
      await take(proxy)
      const before = performance.now()
      await queues.close()
      expect(performance.now() - before).toBeLessThan(10_000)
    })

    test('a schedule that the backend lost comes back by itself', async () => {
      const queues = await open()
      const swept = vi.fn(async () => undefined)
      queues.work('sweep', swept)
      await queues.schedule('sweep', { every: 200 })
      await vi.waitFor(() => expect(swept).toHaveBeenCalled(), { timeout: 10_000 })
      await lose()
      const before = swept.mock.calls.length
      await vi.waitFor(() => expect(swept.mock.calls.length).toBeGreaterThan(before + 1), { timeout: 10_000 })
    })

    async function lose(): Promise<void> {
      if (onRedis) await redis?.flush()
      else await sql`truncate bullmq.job, bullmq.scheduler cascade`.execute(database.db)
    }
  })
}

describe.skipIf(redis === undefined)('when Redis', () => {
  const live = redis as TestRedis
  let queues: Queues
  const done = vi.fn(async () => undefined)
  beforeEach(async () => {
    done.mockClear()
    await live.flush()
    queues = await openQueues({ redisUrl: live.url }, '', log, timing)
  })
  afterEach(() => queues.close())

  test('is killed with -9, what was nudged before still runs', async () => {
    await queues.nudge('deliver')
    await queues.nudge('deliver')
    await live.kill()
    await live.restart()
    queues.work('deliver', done)
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(2), { timeout: 20_000 })
  })

  test('is killed with -9 under a waiting worker, that worker goes on', async () => {
    queues.work('deliver', done)
    await queues.nudge('deliver')
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    await live.kill()
    await queues.nudge('deliver')
    await live.restart()
    await vi.waitFor(
      async () => {
        await queues.nudge('deliver')
        expect(done.mock.calls.length).toBeGreaterThan(1)
      },
      { timeout: 20_000, interval: 500 }
    )
  })

  test('is flushed, the next nudge runs', async () => {
    queues.work('deliver', done)
    await queues.nudge('deliver')
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    await live.flush()
    await queues.nudge('deliver')
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(2), { timeout: 10_000 })
  })

  test('is away when a process starts, the process starts, and works once Redis is there', async () => {
    await live.kill()
    const before = performance.now()
    const early = await openQueues({ redisUrl: live.url }, '', log, timing)
    expect(performance.now() - before).toBeLessThan(quickly)
    early.work('notify', done)
    await early.schedule('sweep', { every: 200 })
    early.work('sweep', done)
    await live.restart()
    await vi.waitFor(
      async () => {
        await early.nudge('notify')
        expect(done).toHaveBeenCalled()
      },
      { timeout: 20_000, interval: 500 }
    )
    await early.close()
  })

  test('takes connections and never answers, a process starts all the same', async () => {
    const silent = createServer(() => undefined).listen(await freePort(), '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const early = await openQueues({ redisUrl: `redis://127.0.0.1:${port}` }, '', log, timing)
    const before = performance.now()
    await early.nudge('plan')
    expect(await early.ping()).toBe(false)
    expect(performance.now() - before).toBeLessThan(2 * quickly)
    await early.close()
    silent.close()
  })
})

test('on PostgreSQL the queue keeps to its own schema', async () => {
  const database = await createDatabase({ empty: true })
  const queues = await openQueues({ redisUrl: undefined }, database.url, log, timing)
  const done = vi.fn(async () => undefined)
  queues.work('plan', done)
  await queues.schedule('sweep', { every: 60_000 })
  await queues.nudge('plan')
  await vi.waitFor(() => expect(done).toHaveBeenCalled(), { timeout: 10_000 })
  const { rows } = await sql<{ place: string; name: string }>`
    select n.nspname as place, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'bullmq') and n.nspname not like 'pg_toast%'
    union all
    select n.nspname, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'bullmq')`.execute(database.db)
  expect(rows).toEqual([])
  await queues.close()
  await database.close()
  await dropDatabase(database.url)
})
