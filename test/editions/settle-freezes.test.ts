import { afterEach, beforeAll, expect, test } from 'vitest'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import { todayStatus } from '../../services/editions/today.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { clockAt, days, hours, minutes } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T07:00:00Z')
const config = testConfig()
let templates: Templates
const settle = async () => settleFreezes({ db: database.db, clock, config, templates })
const today = () => todayStatus({ db: database.db, clock, config })

/** The papers frozen in the edition of a day, by title. */
async function frozenTitles(day: string): Promise<string[]> {
  const { rows } = await database.pool.query(
    'select p.title from edition_papers p join editions e on e.id = p.edition_id where e.feed_day = $1',
    [day]
  )
  return rows.map(({ title }) => title)
}

beforeAll(async () => {
  templates = await openTemplates()
})

async function installedAt(instant: string): Promise<void> {
  await database.pool.query(
    'truncate freezes, editions, edition_revisions, edition_papers, papers, paper_listings, deliveries cascade'
  )
  await database.pool.query('update installation set created_at = $1', [instant])
  clock.set(instant)
}

afterEach(() => clock.set('2026-11-24T07:00:00Z'))

test('the first freeze owed is the first DIGEST_TIME after the database was made', async () => {
  await installedAt('2026-11-24T08:00:00Z')
  clock.advance(hours(5))
  expect(await settle()).toEqual([])
  expect(await today()).toMatchObject({ state: 'collecting', reason: expect.stringContaining('installed after') })
  clock.set('2026-11-25T07:59:59Z')
  expect(await settle()).toEqual([])
  clock.advance(1000)
  expect(await settle()).toMatchObject([
    { outcome: 'quiet', feedDay: '2026-11-24', reason: 'no new papers were listed' }
  ])
})

test('at DIGEST_TIME the newest closed day is frozen, once, whoever asks', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  await listPapers(database.db, '2026-11-23', 8)
  await listPapers(database.db, '2026-11-24', 8, 8)
  clock.set('2026-11-24T08:00:00Z')
  const settled = await Promise.all(Array.from({ length: 8 }, settle))
  expect(settled.flat()).toMatchObject([
    { outcome: 'frozen', feedDay: '2026-11-23', plannedAt: new Date('2026-11-24T08:00:00Z') }
  ])
  expect(await frozenTitles('2026-11-23')).toHaveLength(8)
  const { rows } = await database.pool.query('select * from editions')
  expect(rows).toMatchObject([{ feed_day: '2026-11-23', state: 'frozen', due_at: new Date('2026-11-24T08:00:00Z') }])
  expect(await today()).toMatchObject({
    state: 'sending',
    feedDay: '2026-11-23',
    nextFreezeAt: new Date('2026-11-25T08:00:00Z')
  })
})

const fewerThanFive = '4 new papers are fewer than the 5 that make an edition; they join the next one'

test('fewer than DIGEST_MIN new papers make a quiet day, and join the next edition', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  await listPapers(database.db, '2026-11-23', 4)
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'quiet', reason: fewerThanFive }])
  expect(await today()).toMatchObject({ state: 'quiet' })

  await listPapers(database.db, '2026-11-24', 3, 4)
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen', feedDay: '2026-11-24' }])
  expect(await frozenTitles('2026-11-24')).toHaveLength(7)
})

test('a paper is in one edition, also when two days list it, and one that comes late joins the next', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  await listPapers(database.db, '2026-11-23', 6)
  clock.set('2026-11-24T08:00:00Z')
  await settle()
  // Four of the six are listed again a day later, with five new ones; two come late to the first day.
  await listPapers(database.db, '2026-11-24', 9, 2)
  await listPapers(database.db, '2026-11-23', 2, 20)
  clock.set('2026-11-25T08:00:00Z')
  await settle()
  const first = await frozenTitles('2026-11-23')
  const second = await frozenTitles('2026-11-24')
  expect(first).toHaveLength(6)
  expect(second).toHaveLength(7)
  expect(first.filter((title) => second.includes(title))).toEqual([])
})

test('a freeze missed by less than 12 hours is made up, and its deliveries are due from its time', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  await listPapers(database.db, '2026-11-23', 8)
  clock.set('2026-11-24T20:00:00Z')
  expect(await settle()).toMatchObject([
    { outcome: 'frozen', feedDay: '2026-11-23', plannedAt: new Date('2026-11-24T08:00:00Z') }
  ])
})

test('an older one is reported, and its papers join the next edition', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  await listPapers(database.db, '2026-11-23', 8)
  clock.set('2026-11-24T20:00:00.001Z')
  expect(await settle()).toMatchObject([{ outcome: 'missed' }])
  expect(await today()).toMatchObject({ state: 'failed', reason: expect.stringContaining('down') })
  await listPapers(database.db, '2026-11-24', 2, 8)
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen' }])
  expect(await frozenTitles('2026-11-24')).toHaveLength(10)
})

test.each([1, 3, 30])(
  'after %i days of downtime one edition leaves, with the papers of at most the last seven days',
  async (away) => {
    await installedAt('2026-11-01T06:00:00Z')
    const back = new Date(Date.parse('2026-11-01T09:00:00Z') + days(away))
    for (let day = 0; day < away; day++) {
      await listPapers(
        database.db,
        new Date(Date.parse('2026-11-01') + days(day)).toISOString().slice(0, 10),
        2,
        day * 2
      )
    }
    await listPapers(database.db, '2026-10-31', 5, 66)
    clock.set(back)
    const settled = await settle()
    expect(settled.map(({ outcome }) => outcome)).toEqual([...Array(away).fill('missed'), 'frozen'])
    const { rows } = await database.pool.query('select feed_day from editions')
    expect(rows).toHaveLength(1)
    expect(await frozenTitles(rows[0].feed_day)).toHaveLength(away < 7 ? away * 2 + 5 : 14)
    expect(await settle()).toEqual([])
  }
)

test('an edition assembled by hand is the one that the freeze sends', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  await listPapers(database.db, '2026-11-23', 3)
  const deps = { db: database.db, clock, config, templates }
  expect(await assembleEdition(deps, { day: '2026-11-23', minimum: 1 })).toMatchObject({ kind: 'assembled', papers: 3 })
  expect(await assembleEdition(deps, { day: '2026-11-23', minimum: 1 })).toMatchObject({ kind: 'exists' })
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: 'made by hand before its time' }])
})

test('a day to come is refused, and so is what is no date', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  const deps = { db: database.db, clock, config, templates }
  await expect(assembleEdition(deps, { day: '2026-11-25', minimum: 1 })).rejects.toMatchObject({
    code: 'DATE_NOT_OPEN'
  })
  await expect(assembleEdition(deps, { day: '2026-02-30', minimum: 1 })).rejects.toMatchObject({ code: 'DATE_INVALID' })
  expect(await assembleEdition(deps, { day: '2026-11-24', minimum: 1 })).toEqual({ kind: 'too_few', candidates: 0 })
  expect((await database.pool.query('select * from editions')).rows).toEqual([])
})

test('a freeze that nobody settles is no silence', async () => {
  await installedAt('2026-11-24T06:00:00Z')
  expect(await today()).toMatchObject({ state: 'collecting' })
  clock.set('2026-11-24T08:05:00Z')
  expect(await today()).toMatchObject({ state: 'collecting', reason: 'today’s edition is being made' })
  clock.advance(minutes(10))
  expect(await today()).toMatchObject({ state: 'failed', reason: expect.stringContaining('no worker') })
})

test('over 400 days, with summer time both ways, there is one edition a day and every paper is in exactly one', async () => {
  await installedAt('2025-12-01T06:00:00Z')
  const berlin = testConfig({ DIGEST_TIME: '02:30', DIGEST_TIMEZONE: 'Europe/Berlin', DIGEST_MIN: '1' })
  let listed = 0
  for (let day = 0; day < 400; day++) {
    const feedDay = new Date(Date.parse('2025-12-01') + days(day)).toISOString().slice(0, 10)
    if (day % 6 === 0 && listed < 72) {
      await listPapers(database.db, feedDay, 1, listed)
      listed += 1
    }
    clock.set(new Date(Date.parse(`${feedDay}T12:00:00Z`)))
    await settleFreezes({ db: database.db, clock, config: berlin, templates })
  }
  const { rows } = await database.pool.query(`
    select (select count(*) from freezes) as freezes, (select count(*) from freezes where outcome = 'frozen') as frozen,
      (select count(*) from edition_papers) as printed, (select count(distinct paper_id) from edition_papers) as papers`)
  expect(rows).toEqual([{ freezes: 399, frozen: listed, printed: listed, papers: listed }])
})
