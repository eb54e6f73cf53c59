import { beforeEach, expect, test } from 'vitest'
import { raiseAlarm } from '../../services/delivery/alarms/raise-alarm.ts'
import { editionReport } from '../../services/delivery/edition-report.ts'
import { planDelivery } from '../../services/delivery/plan-deliveries.ts'
import { type Retired, retain } from '../../services/delivery/retention.ts'
import { mailOf } from '../../services/delivery/show-mail.ts'
import { webEdition } from '../../services/editions/web-edition.ts'
import { listRuns } from '../../services/platform/job-runs.ts'
import { openLog } from '../../services/platform/log.ts'
import { useStage } from '../editions/stage.ts'
import { days, hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()
const stage = useStage(database)
const [friday, monday, tuesday] = ['2026-11-20', '2026-11-23', '2026-11-24'] as const
let ada: number

beforeEach(async () => {
  await database.pool.query(
    'truncate job_runs, alarms, calls, notices, drafts, waves, single_deliveries, leases, attempts cascade'
  )
  ada = await stage.reader('ada@example.org')
  await stage.reader('bob@example.org')
  for (const day of [friday, monday, tuesday]) {
    await stage.list(day)
    await stage.send(day)
  }
  await database.pool.query(`update editions set state = 'sent', completed_at = frozen_at where state = 'sending'`)
})

const later = (count: number) => stage.deps.clock.set(new Date(Date.parse('2026-11-21T08:00:00Z') + days(count) + 1))
const run = (batch?: number): Promise<Retired | undefined> =>
  retain({ ...stage.deps, config: { retentionDays: 400 }, log: openLog('silent') }, batch)
const idOf = async (day: string): Promise<number> =>
  (await database.pool.query('select id from editions where feed_day = $1', [day])).rows[0].id
const partitions = async () =>
  (
    await database.pool.query(
      `select e.feed_day as day, c.relname ~ '^attempts' as attempts from pg_class c
       join editions e on c.relname in ('deliveries_' || e.id, 'attempts_' || e.id) where c.relkind = 'r' order by 1, 2`
    )
  ).rows.map(({ day, attempts }) => `${day} ${attempts ? 'attempts' : 'deliveries'}`)
const allOf = (...kept: string[]) => kept.flatMap((day) => [`${day} deliveries`, `${day} attempts`])

test('deliveries and attempts of an edition go as tables when it is older than RETENTION_DAYS, and not a day earlier', async () => {
  later(399)
  expect(await run()).toMatchObject({ editions: 0, done: true })
  expect(await partitions()).toEqual(allOf(friday, monday, tuesday))
  later(400)
  expect(await run()).toMatchObject({ editions: 1, done: true })
  expect(await partitions()).toEqual(allOf(monday, tuesday))
  for (const table of ['waves', 'single_deliveries', 'leases'])
    expect(
      (await database.pool.query(`select from ${table} where edition_id = $1`, [await idOf(friday)])).rowCount
    ).toBe(0)
})

test('it runs once a day, by a fact in the database', async () => {
  later(400)
  expect(await run()).toMatchObject({ done: true })
  expect(await listRuns(database.db)).toMatchObject([{ job: 'retention', finishedAt: stage.deps.clock.now() }])
  stage.deps.clock.advance(hours(24) - 1)
  expect(await run()).toBeUndefined()
  stage.deps.clock.advance(1)
  expect(await run()).toMatchObject({ editions: 0, done: true })
})

test('workers that run it at once do no harm', async () => {
  later(400)
  const runs = await Promise.all([run(), run(), run()])
  expect(runs.reduce((sum, retired) => sum + (retired?.editions ?? 0), 0)).toBeGreaterThanOrEqual(1)
  while ((await run()) !== undefined);
  expect(await partitions()).toEqual(allOf(monday, tuesday))
})

test('the archive, the counts that are kept and who asks for more are told the truth', async () => {
  const archived = await webEdition({ db: database.db, baseUrl: 'https://papers.example.org' }, friday)
  expect(await mailOf({ db: database.db }, ada)).toMatchObject({ keptSince: null })
  later(400)
  await run()
  expect(await webEdition({ db: database.db, baseUrl: 'https://papers.example.org' }, friday)).toEqual(archived)
  expect(await editionReport({ db: database.db }, friday)).toMatchObject({ state: 'sent', expected: 2, kept: false })
  expect(await editionReport({ db: database.db }, monday)).toMatchObject({ kept: true, deliveries: { accepted: 2 } })
  const shown = await mailOf({ db: database.db }, ada)
  expect(shown.keptSince).toBe('2026-11-21')
  expect(shown.deliveries.map(({ edition }) => edition)).toEqual([tuesday, monday])
})

test.each([
  ['is being sent', `update editions set state = 'sending'`],
  ['is paused', `update editions set state = 'paused'`],
  ['was never sent', `update editions set state = 'frozen'`],
  ['has a delivery that is not final', `update deliveries set state = 'in_doubt'`],
  ['has a delivery of last month', `update deliveries set dated_at = '2027-12-01T00:00:00Z'`]
])('an edition that %s keeps its deliveries', async (_what, change) => {
  const id = await idOf(friday)
  await database.pool.query(`${change} where ${change.includes('deliveries') ? 'edition_id' : 'id'} = ${id}`)
  later(400)
  expect(await run()).toMatchObject({ editions: 0, done: true })
  expect(await partitions()).toEqual(allOf(friday, monday, tuesday))
})

test('the newest edition keeps them however old it is: new readers are welcomed with it', async () => {
  later(2000)
  await run()
  expect(await partitions()).toEqual(allOf(tuesday))
  const carol = await stage.reader('carol@example.org')
  const editionId = await idOf(tuesday)
  const { clock } = stage.deps
  const added = await database.db
    .transaction()
    .execute((trx) => planDelivery(trx, clock, { editionId, subscriberId: carol }))
  expect(added).toBe(true)
})

test('while a long statement holds the deliveries it stands back, and nobody waits behind it', async () => {
  later(400)
  const reader = await database.pool.connect()
  try {
    await reader.query('begin; select count(*) from deliveries')
    expect(await run()).toMatchObject({ editions: 0, done: false })
    expect(await partitions()).toEqual(allOf(friday, monday, tuesday))
  } finally {
    await reader.query('rollback')
    reader.release()
  }
  expect(await run()).toMatchObject({ editions: 1, done: true })
})

test('notices, drafts and alarms go when they are final and old, with what hangs on them', async () => {
  const { db } = database
  const [old, recent] = [new Date('2026-11-20T08:00:00Z'), new Date('2027-12-20T08:00:00Z')]
  await raiseAlarm(db, { key: 'old', kind: 'relay_away', text: 'Old.', at: old })
  await raiseAlarm(db, { key: 'recent', kind: 'relay_away', text: 'Recent.', at: recent })
  await database.pool.query(`update alarms set announced = true`)
  await database.pool.query(
    `insert into calls (about, target, alarm_id, due_at, expires_at) select 'alarm ' || id, 'webhook', id, now(), now() from alarms`
  )
  await database.pool.query(
    `insert into calls (about, target, state, due_at, expires_at, settled_at) values
       ('edition 1', 'heartbeat', 'answered', $1, $1, $1), ('edition 2', 'heartbeat', 'answered', $2, $2, $2)`,
    [old, recent]
  )
  await database.pool.query(
    `insert into drafts (feed_day, freeze_at, candidates, papers, made_at)
     values ('2026-11-19', $1, 0, '[]', $1), ('2027-12-19', $2, 0, '[]', $2)`,
    [old, recent]
  )
  for (const [at, day] of [
    [old, '2026-11-19'],
    [recent, '2027-12-19']
  ])
    await database.pool.query(
      `insert into notices (kind, subscriber_id, draft_day, state, dated_at, due_at, expires_at, settled_at) values
         ('welcome', $2, null, 'accepted', $1, $1, $1, $1), ('welcome', $2, null, 'deferred', $1, $1, $1, null),
         ('draft', null, $3, 'accepted', $1, $1, $1, $1)`,
      [at, ada, day]
    )
  later(400)
  while ((await run(1)) !== undefined);
  const column = async (statement: string) => (await database.pool.query(statement)).rows.map(({ it }) => it)
  expect(await column('select key as it from alarms')).toEqual(['recent'])
  expect(await column('select about as it from calls order by about')).toEqual([
    expect.stringMatching(/^alarm \d+$/),
    'edition 2'
  ])
  expect(await column('select draft_day as it from notices where draft_day is not null')).toEqual(['2027-12-19'])
  expect(await column('select feed_day as it from drafts')).toEqual(['2027-12-19'])
  expect(await column(`select state as it from notices where kind = 'welcome' order by id`)).toEqual([
    'deferred',
    'accepted',
    'deferred'
  ])
})
