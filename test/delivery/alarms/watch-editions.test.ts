import { beforeAll, beforeEach, expect, test } from 'vitest'
import { watchEditions } from '../../../services/delivery/alarms/watch-editions.ts'
import { planDeliveries } from '../../../services/delivery/plan-deliveries.ts'
import { holdDay, releaseDay } from '../../../services/editions/hold-edition.ts'
import { settleFreezes } from '../../../services/editions/settle-freezes.ts'
import { openTemplates, type Templates } from '../../../services/mail/templates.ts'
import { recordRun } from '../../../services/platform/job-runs.ts'
import { anAudience } from '../../support/cast.ts'
import { clockAt, days, hours, minutes } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { useDatabase } from '../../support/database.ts'
import { listPapers } from '../../support/papers.ts'
import { huggingFace, record } from '../../support/readings.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T07:00:00Z')
let templates: Templates

beforeAll(async () => {
  templates = await openTemplates()
})
beforeEach(async () => {
  await database.pool.query(
    `truncate alarms, calls, notices, freezes, edition_holds, editions, papers, paper_listings, source_readings, subscribers, job_runs cascade`
  )
  await database.pool.query(`update installation set created_at = '2026-11-24T06:00:00Z'`)
  clock.set('2026-11-24T08:00:00Z')
})

const depsOf = (environment: Record<string, string> = {}) => ({
  db: database.db,
  clock,
  config: testConfig(environment),
  templates
})
const watch = (environment?: Record<string, string>) => watchEditions(depsOf(environment))
const settle = (environment?: Record<string, string>) => settleFreezes(depsOf(environment))
const alarms = async () =>
  (await database.pool.query('select kind, text, raised_at as at from alarms order by id')).rows as {
    kind: string
    text: string
    at: Date
  }[]
const day = '2026-11-23'

test('a day that leaves, and one that is quiet, raise nothing', async () => {
  expect(await settle()).toMatchObject([{ outcome: 'quiet' }])
  await watch()
  await listPapers(database.db, '2026-11-24', 8)
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen' }])
  for (let round = 0; round < 3; round++) {
    await watch()
    clock.advance(minutes(30))
  }
  expect(await alarms()).toEqual([])
})

test('a freeze that failed is told of once, by all who watch', async () => {
  const live = { PAPER_SOURCES: 'huggingface' }
  const deps = depsOf(live)
  await record(deps, huggingFace, day, { kind: 'failed', reason: 'HTTP 503' })
  await settle(live)
  clock.set('2026-11-24T11:00:00Z')
  await record(deps, huggingFace, day, { kind: 'failed', reason: 'HTTP 503' })
  expect(await settle(live)).toMatchObject([{ outcome: 'failed' }])
  await Promise.all(Array.from({ length: 4 }, () => watch(live)))
  clock.advance(hours(1))
  await watch(live)
  expect(await alarms()).toEqual([
    {
      kind: 'edition_failed',
      text: expect.stringMatching(/^The edition of 2026-11-23 failed: .*HTTP 503/),
      at: new Date('2026-11-24T11:00:00Z')
    }
  ])
})

test('a week without the service is one alarm', async () => {
  clock.advance(days(7))
  const settled = await settle()
  expect(settled.filter(({ outcome }) => outcome === 'missed')).toHaveLength(7)
  await watch()
  expect(await alarms()).toMatchObject([
    { kind: 'edition_failed', text: expect.stringMatching(/^7 editions were missed, .* 2026-11-29: .*down/) }
  ])
})

test('a planner that runs and does not get through is told of after ten minutes, one that has not looked yet is not', async () => {
  clock.advance(hours(5))
  await recordRun(database.db, 'plan', new Date('2026-11-24T08:09:59Z'), undefined)
  await watch()
  expect(await alarms()).toEqual([])
  await recordRun(database.db, 'plan', clock.now(), 'the disk is full')
  await watch()
  await watch()
  expect(await alarms()).toMatchObject([
    { kind: 'edition_failed', text: expect.stringContaining('due to be made at 08:00 UTC on 2026-11-24') }
  ])
})

test('a curator’s hold is told of when the deadline is past, once', async () => {
  await holdDay(depsOf(), { day, by: 'Ines', reason: 'one title is wrong' })
  await settle()
  for (clock.set('2026-11-24T08:00:00Z'); clock.now() < new Date('2026-11-24T11:01:00Z'); clock.advance(minutes(10)))
    await watch()
  expect(await alarms()).toEqual([])
  clock.set('2026-11-24T11:01:00Z')
  await watch()
  clock.advance(hours(2))
  await watch()
  expect(await alarms()).toEqual([
    {
      kind: 'edition_held',
      text: 'The edition of 2026-11-23 is held past its deadline, 11:00 UTC on 2026-11-24: held by Ines: one title is wrong.',
      at: new Date('2026-11-24T11:01:00Z')
    }
  ])
  await releaseDay(depsOf(), day)
  await settle()
  await watch()
  expect(await alarms()).toHaveLength(1)
})

test('a service that comes back after the deadline has ten minutes to read its sources', async () => {
  const live = { PAPER_SOURCES: 'huggingface' }
  clock.set('2026-11-24T14:00:00Z')
  await settle(live)
  for (const minute of [0, 5, 9]) {
    clock.set(new Date(Date.parse('2026-11-24T14:00:00Z') + minutes(minute)))
    await watch(live)
  }
  expect(await alarms()).toEqual([])
  clock.set('2026-11-24T14:15:00Z')
  await watch(live)
  expect(await alarms()).toMatchObject([{ kind: 'edition_held' }])
})

/** An edition of three deliveries that fell due at 08:00. */
async function aSentEdition(): Promise<void> {
  await anAudience(database.db, 3)
  await listPapers(database.db, day, 8)
  await settle()
  await planDeliveries(depsOf())
}

test('an edition that is not complete four hours after it fell due is told of with its counts', async () => {
  await aSentEdition()
  await database.pool.query(
    `update deliveries set state = 'accepted' where subscriber_id = (select min(subscriber_id) from deliveries)`
  )
  clock.set('2026-11-24T11:59:59Z')
  await watch()
  expect(await alarms()).toEqual([])
  clock.set('2026-11-24T12:00:00Z')
  await watch()
  clock.advance(hours(3))
  await watch()
  expect(await alarms()).toMatchObject([
    {
      kind: 'edition_unfinished',
      text: expect.stringMatching(/2026-11-23 .* Of 3 deliveries: (1 accepted, 2 planned|2 planned, 1 accepted)\.$/)
    }
  ])
})

test.each(['sent', 'paused', 'cancelled'])('one that is %s is not told of', async (state) => {
  await aSentEdition()
  await database.pool.query('update editions set state = $1', [state])
  clock.advance(hours(5))
  await watch()
  expect(await alarms()).toEqual([])
})

test('one whose deliveries nobody planned is told of too', async () => {
  await listPapers(database.db, day, 8)
  await settle()
  clock.advance(hours(4))
  await watch()
  expect(await alarms()).toMatchObject([{ text: expect.stringContaining('its deliveries are not planned') }])
})

test('one assembled by hand that nobody sent is not late', async () => {
  await database.pool.query(`insert into editions (feed_day, state, frozen_at) values ('2026-11-20', 'frozen', now())`)
  await settle()
  clock.advance(hours(9))
  await watch()
  expect(await alarms()).toEqual([])
})
