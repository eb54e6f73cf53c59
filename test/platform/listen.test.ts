import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen } from '../../services/platform/listen.ts'
import { openLog } from '../../services/platform/log.ts'
import { useDatabase } from '../support/database.ts'
import { openProxy, type Proxy } from '../support/proxy.ts'

const database = useDatabase()
const timing = { askEvery: 100, patience: 300 }
let proxy: Proxy
let listener: Awaited<ReturnType<typeof listen>>
let heard: string[]
let gaps: number

beforeEach(async () => {
  heard = []
  gaps = 0
  proxy = await openProxy(database.url)
  listener = await listen(
    proxy.url,
    {
      channel: 'recall',
      onNotice: (payload) => heard.push(payload),
      onGap: () => {
        gaps += 1
      },
      log: openLog('silent')
    },
    timing
  )
})
afterEach(async () => {
  await listener.close()
  await proxy.close()
})
const notify = (payload: string) => database.pool.query(`select pg_notify('recall', $1)`, [payload])

test('a connection that the network has forgotten is noticed and replaced, and what it may have missed is told of', async () => {
  await notify('edition 1')
  await expect.poll(() => heard).toEqual(['edition 1'])
  proxy.forget()
  await notify('edition 2')
  await expect.poll(() => gaps, { timeout: 5000 }).toBe(1)
  await notify('edition 3')
  await expect.poll(() => heard).toEqual(['edition 1', 'edition 3'])
})

test('a connection that answers is kept, though nothing else is said on it', async () => {
  const asked = async () =>
    (
      await database.pool.query(
        `select pid, query_start from pg_stat_activity where datname = current_database() and query = 'select 1'`
      )
    ).rows[0]
  await expect.poll(asked).toBeDefined()
  const first = await asked()
  await expect.poll(async () => (await asked())?.query_start).not.toEqual(first.query_start)
  expect((await asked()).pid).toBe(first.pid)
  expect(gaps).toBe(0)
})

test('while the database is away it is tried again, and when it is back that is told once', async () => {
  await proxy.refuse()
  await notify('edition 1')
  await proxy.restore()
  await expect.poll(() => gaps, { timeout: 10_000 }).toBe(1)
  await notify('edition 2')
  await expect.poll(() => heard).toEqual(['edition 2'])
})
