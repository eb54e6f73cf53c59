import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeCalls } from '../../../services/delivery/alarms/make-calls.ts'
import { planDeliveries } from '../../../services/delivery/plan-deliveries.ts'
import { completeEditions } from '../../../services/delivery/sweep.ts'
import { holdDay } from '../../../services/editions/hold-edition.ts'
import { settleFreezes } from '../../../services/editions/settle-freezes.ts'
import { openTemplates, type Templates } from '../../../services/mail/templates.ts'
import { openLog } from '../../../services/platform/log.ts'
import { anAudience } from '../../support/cast.ts'
import { clockAt, days, hours, minutes } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { useDatabase } from '../../support/database.ts'
import { listPapers } from '../../support/papers.ts'
import { type OperatorServer, startOperatorServer } from './operator-server.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T08:00:00Z')
const log = openLog('silent')
const day = '2026-11-23'
let templates: Templates
let server: OperatorServer

beforeAll(async () => {
  templates = await openTemplates()
})
beforeEach(async () => {
  await database.pool.query(
    `truncate alarms, calls, freezes, edition_holds, editions, papers, paper_listings, subscribers, waves, deliveries cascade`
  )
  await database.pool.query(`update installation set created_at = '2026-11-24T06:00:00Z'`)
  clock.set('2026-11-24T08:00:00Z')
  server = await startOperatorServer()
})
afterEach(() => server.close())

const deps = (environment: Record<string, string> = {}) => ({
  db: database.db,
  clock,
  log,
  templates,
  config: testConfig({ HEARTBEAT_URL: `${server.url}/ping/3f2c?rid=1`, ...environment })
})

/** What workers do in ten seconds but for sending. */
async function tick(environment?: Record<string, string>): Promise<void> {
  await settleFreezes(deps(environment))
  await planDeliveries(deps(environment))
  await completeEditions(deps(environment))
  await makeCalls(deps(environment))
}

/** As if every delivery had been accepted. */
async function acceptAll(): Promise<void> {
  await database.pool.query(`update deliveries set state = 'accepted'`)
  await database.pool.query('delete from waves')
}

const calls = async () => (await database.pool.query('select about, state from calls order by about')).rows

test('an edition is a heartbeat when its last delivery is final, not a moment earlier, and once', async () => {
  await anAudience(database.db, 2)
  await listPapers(database.db, day, 8)
  await tick()
  clock.advance(hours(1))
  await tick()
  expect(server.calls).toEqual([])
  await acceptAll()
  for (let round = 0; round < 4; round++) {
    await Promise.all([tick(), tick()])
    clock.advance(minutes(40))
  }
  expect(server.calls).toMatchObject([{ method: 'GET', path: '/ping/3f2c?rid=1', body: '' }])
})

test('a quiet day is a heartbeat, and so is an edition without an audience', async () => {
  await tick()
  await tick()
  expect(server.calls).toHaveLength(1)
  await listPapers(database.db, '2026-11-24', 8)
  clock.advance(days(1))
  await tick()
  await tick()
  expect(server.calls).toHaveLength(2)
  expect(await calls()).toEqual([
    { about: expect.stringMatching(/^edition \d+$/), state: 'answered' },
    { about: 'freeze 2026-11-24T08:00:00Z', state: 'answered' }
  ])
})

test('what is held, paused, cancelled, missed, failed or the sample is none', async () => {
  await holdDay(deps(), { day, by: 'Ines', reason: undefined })
  await tick()
  clock.advance(hours(4))
  await tick()
  await database.pool.query(
    `insert into freezes (planned_at, outcome, feed_day, reason, settled_at) values
       ('2026-11-24T07:00:00Z', 'failed', '2026-11-22', 'x', '2026-11-24T11:00:00Z'),
       ('2026-11-24T06:30:00Z', 'missed', '2026-11-21', 'x', '2026-11-24T11:00:00Z')`
  )
  await database.pool.query(
    `insert into editions (feed_day, state, frozen_at, completed_at) values
       ('2026-11-19', 'paused', now(), null), ('2026-11-20', 'cancelled', now(), '2026-11-24T11:00:00Z'),
       (null, 'sent', now(), '2026-11-24T11:00:00Z')`
  )
  await tick()
  expect(server.calls).toEqual([])
  expect(await calls()).toEqual([])
})

test('it is tried again until it is answered with 2xx, also by another process', async () => {
  server.answer(503)
  await tick()
  for (let minute = 0; minute < 60; minute++) {
    clock.advance(minutes(1))
    await tick()
  }
  const tried = server.calls.length
  expect(tried).toBeGreaterThan(4)
  server.answer(200)
  clock.advance(minutes(30))
  await tick()
  clock.advance(hours(1))
  await tick()
  expect(server.calls).toHaveLength(tried + 1)
})

test('after six hours it is given up: what comes later says nothing of today', async () => {
  server.answer(503)
  await tick()
  clock.advance(hours(6))
  server.answer(200)
  await tick()
  expect(server.calls).toHaveLength(1)
  expect(await calls()).toMatchObject([{ state: 'given_up' }])
})

test('without the address none is kept for later, and what was long ago is none', async () => {
  await tick({ HEARTBEAT_URL: '' })
  await tick()
  expect(server.calls).toEqual([])
  await database.pool.query('truncate calls')
  clock.advance(hours(7))
  await tick()
  expect(server.calls).toEqual([])
})
