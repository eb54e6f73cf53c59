import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { addDays, newestClosedDay } from '../../services/papers/feed-day.ts'
import { systemClock } from '../../services/platform/clock.ts'
import { anAudience } from '../support/cast.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { aDataDir, runCommand } from '../support/service.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const { dataDir, remove } = aDataDir()
afterAll(remove)

/** A day of the past, whose edition is planned for three readers and due tomorrow. */
const day = addDays(newestClosedDay(systemClock.now()), -1)
beforeAll(async () => {
  const { db } = database
  await anAudience(db, 3)
  await listPapers(db, day, 6)
  const deps = { clock: systemClock, config: testConfig(), templates: await openTemplates() }
  const outcome = await db.transaction().execute((trx) => assembleEdition({ ...deps, db: trx }, { day, minimum: 1 }))
  if (outcome.kind !== 'assembled') throw new Error(`the edition is ${outcome.kind}`)
  await releaseEdition(db, outcome.editionId, new Date(Date.now() + 86_400_000))
  await planDeliveries({ db, clock: systemClock })
  await database.pool.query(
    `insert into sending_pauses (scope, why, since, until, reply) values
       ('busy.test', 'rate', now(), '2099-11-24T07:05:00Z', '421 4.7.28 slow down')`
  )
})

const edition = (...args: string[]) =>
  runCommand(['edition', ...args], { DATABASE_URL: database.url, DATA_DIR: dataDir })

test('status counts the deliveries and names where nothing is sent, and why', async () => {
  expect(await edition('status', day)).toMatchObject({
    code: 0,
    stdout: [
      `${day}: sending, 3 deliveries`,
      '  planned    3',
      '  nothing to busy.test before 2099-11-24T07:05:00.000Z: 421 4.7.28 slow down',
      ''
    ].join('\n')
  })
  const { stdout } = await edition('status', day, '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    state: 'sending',
    expected: 3,
    deliveries: { planned: 3 },
    pauses: [{ domain: 'busy.test', why: 'rate' }]
  })
  expect(await edition('status', '2020-02-03')).toMatchObject({
    code: 1,
    stderr: 'there is no edition of 2020-02-03\n'
  })
})

test('replay rebuilds the mail from what was frozen, and says so', async () => {
  expect(await edition('replay', day)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Rebuilt the edition of .*: HTML, text and feed entry are equal byte for byte.*\nSHA-256 [0-9a-f]{64}\n$/
    )
  })
  expect(await edition('replay', '2020-02-03')).toMatchObject({ code: 1 })
})

test('a pause and its end say what they did, and a second time that nothing changed', async () => {
  expect(await edition('pause', day)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Paused: /) })
  expect(await edition('pause', day)).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing changed') })
  expect(await edition('resume', day)).toMatchObject({ code: 0, stdout: `Resumed: the edition of ${day}.\n` })
  expect(await edition('resume', day)).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing changed') })
})

test('resolve counts what was in doubt, and wants to be told as what', async () => {
  await database.pool.query(`update deliveries set state = 'in_doubt', doubts = 1 where subscriber_id = 1`)
  await database.pool.query(
    `insert into single_deliveries (edition_id, subscriber_id, due_at) select edition_id, 1, 'infinity' from deliveries limit 1`
  )
  expect(await edition('resolve', day)).toMatchObject({ code: 2, stderr: expect.stringContaining('--as') })
  expect(await edition('resolve', day, '--as', 'accepted', '--json')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/"resolved": ?1/)
  })
})

test('cancel ends what was not handed', async () => {
  const { code, stdout } = await edition('cancel', day, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ day, changed: true, cancelled: 2 })
  const { rows } = await database.pool.query('select state, count(*) from deliveries group by 1 order by 1')
  expect(rows).toEqual([
    { state: 'accepted', count: 1 },
    { state: 'cancelled', count: 2 }
  ])
})
