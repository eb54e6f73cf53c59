import { beforeAll, beforeEach, expect, test } from 'vitest'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { sendNow } from '../../services/delivery/send-now.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { heldBy, holdDay, releaseDay, releasedAt } from '../../services/editions/hold-edition.ts'
import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import { todayStatus } from '../../services/editions/today.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, hours } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T07:00:00Z')
// Imported lists only: there is no reading to wait for.
const config = testConfig({ PAPER_SOURCES: 'none' })
const day = '2026-11-23'
const freezeAt = new Date('2026-11-24T08:00:00Z')
let templates: Templates

beforeAll(async () => {
  templates = await openTemplates()
})

beforeEach(async () => {
  clock.set('2026-11-24T07:00:00Z')
  await database.pool.query(
    'truncate edition_holds, freezes, editions, edition_revisions, edition_papers, deliveries, papers, paper_listings, subscribers cascade'
  )
  await database.pool.query(`update installation set created_at = '2026-11-23T12:00:00Z'`)
  await listPapers(database.db, day, 8)
})

const deps = () => ({ db: database.db, clock, config, templates })
const settle = () => settleFreezes(deps())
const hold = (reason?: string) => holdDay(deps(), { day, by: 'Ines', reason })
const release = () => releaseDay(deps(), day)
const editions = async () => (await database.pool.query('select feed_day, state, due_at from editions')).rows

test('a held day is not frozen at its time, and what is said of it names who holds it', async () => {
  expect(await hold('waiting for a proof')).toMatchObject({ kind: 'held', by: 'Ines', at: clock.now(), freezeAt })
  for (const at of ['2026-11-24T08:00:00Z', '2026-11-24T11:30:00Z', '2026-11-25T07:59:00Z']) {
    clock.set(at)
    await settle()
    expect(await editions()).toEqual([])
  }
  clock.set('2026-11-24T09:00:00Z')
  expect(await todayStatus(deps())).toMatchObject({
    state: 'held',
    reason: expect.stringMatching(/held by Ines.*waiting for a proof/)
  })
})

test('released before its time it leaves in time', async () => {
  await hold()
  clock.set('2026-11-24T07:30:00Z')
  expect(await release()).toMatchObject({ kind: 'released', freezeAt, settled: null })
  clock.set(freezeAt)
  expect(await settle()).toMatchObject([{ outcome: 'frozen', feedDay: day, plannedAt: freezeAt }])
})

test.each([1, 11, 13, 23])('released %i hours after its time it leaves at once, due from its time', async (late) => {
  await hold()
  clock.set(freezeAt)
  await settle()
  clock.advance(hours(late))
  expect((await settle()).filter(({ outcome }) => outcome !== 'held')).toEqual([])
  expect(await release()).toMatchObject({ kind: 'released', settled: null })
  expect(await settle()).toMatchObject([{ outcome: 'frozen', feedDay: day, plannedAt: freezeAt }])
  expect(await editions()).toEqual([{ feed_day: day, state: 'frozen', due_at: freezeAt }])
  await aSubscriber(database.db, { address: 'ada@example.org' })
  await planDeliveries(deps())
  const { rows } = await database.pool.query('select due_at, expires_at > $1 as open from deliveries', [clock.now()])
  expect(rows).toMatchObject([{ due_at: freezeAt }])
})

test('still held at the next freeze, its papers join that edition, and one edition leaves', async () => {
  await hold()
  clock.set(freezeAt)
  await settle()
  await listPapers(database.db, '2026-11-24', 3, 20)
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([
    { outcome: 'missed', feedDay: day, reason: expect.stringContaining('held by Ines') },
    { outcome: 'frozen', feedDay: '2026-11-24', reason: expect.stringContaining('11 papers') }
  ])
  expect(await release()).toMatchObject({ kind: 'released', settled: expect.stringContaining('held by Ines') })
  expect(await settle()).toEqual([])
  expect(await editions()).toHaveLength(1)
})

test('a hold says who came first, and holds again after a release', async () => {
  await hold()
  clock.advance(1000)
  expect(await holdDay(deps(), { day, by: 'Kofi', reason: undefined })).toMatchObject({
    kind: 'already_held',
    by: 'Ines',
    at: new Date('2026-11-24T07:00:00Z')
  })
  await release()
  expect(await heldBy(database, day)).toBeUndefined()
  expect(await releasedAt(database, day)).toEqual(clock.now())
  expect(await release()).toMatchObject({ kind: 'not_held' })
  expect(await holdDay(deps(), { day, by: 'Kofi', reason: undefined })).toMatchObject({ kind: 'held', by: 'Kofi' })
  expect(await releasedAt(database, day)).toBeUndefined()
})

test('a hold that comes while the freeze is being made waits for it, and is too late', async () => {
  const freezing = await database.pool.connect()
  await freezing.query('begin')
  await freezing.query(`select pg_advisory_xact_lock(hashtext('daily-papers/freezes'))`)
  await freezing.query(`insert into editions (feed_day, state, due_at, frozen_at) values ($1, 'frozen', $2, $2)`, [
    day,
    freezeAt
  ])
  let answered = false
  const holding = hold().finally(() => {
    answered = true
  })
  const waits = async () =>
    (await database.pool.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).rows.length > 0
  await expect.poll(async () => answered || (await waits()), { interval: 20 }).toBe(true)
  await freezing.query('commit')
  freezing.release()
  expect(await holding).toMatchObject({ kind: 'too_late' })
})

test('it is too late once the freeze was settled, however it ended', async () => {
  clock.set(freezeAt)
  await settle()
  expect(await hold()).toEqual({ kind: 'too_late', reason: `the edition of ${day} has left` })
  await database.pool.query('truncate editions, freezes, edition_revisions, edition_papers, papers cascade')
  await settle()
  expect(await hold()).toEqual({
    kind: 'too_late',
    reason: `the freeze of ${day} is settled: no new papers were listed`
  })
  expect(await holdDay(deps(), { day: '2026-11-22', by: 'Ines', reason: undefined })).toMatchObject({
    kind: 'too_late',
    reason: 'the freeze of 2026-11-22 has passed'
  })
  expect(await heldBy(database, day)).toBeUndefined()
})

test('a day to come cannot be held, the open one can', async () => {
  await expect(holdDay(deps(), { day: '2026-11-25', by: 'Ines', reason: undefined })).rejects.toMatchObject({
    code: 'DATE_NOT_OPEN'
  })
  await expect(releaseDay(deps(), '2026-02-30')).rejects.toMatchObject({ code: 'DATE_INVALID' })
  expect(await holdDay(deps(), { day: '2026-11-24', by: 'Ines', reason: undefined })).toMatchObject({
    kind: 'held',
    freezeAt: new Date('2026-11-25T08:00:00Z')
  })
})

test('an edition assembled by hand waits as well, and one sent by hand is no longer held', async () => {
  await hold()
  await assembleEdition(deps(), { day, minimum: 1 })
  clock.set(freezeAt)
  await settle()
  expect(await editions()).toMatchObject([{ due_at: null }])
  await sendNow(deps(), { day, only: undefined })
  expect(await heldBy(database, day)).toBeUndefined()
  expect(await settle()).toMatchObject([{ outcome: 'frozen' }])
})
