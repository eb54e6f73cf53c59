import { beforeAll, beforeEach, expect, test } from 'vitest'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { holdDay, releaseDay } from '../../services/editions/hold-edition.ts'
import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import { todayStatus } from '../../services/editions/today.ts'
import { upcomingFreeze } from '../../services/editions/upcoming-freeze.ts'
import { webEdition } from '../../services/editions/web-edition.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import type { SourceReading } from '../../services/papers/sources/source.ts'
import { clockAt, hours, minutes } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, aReading, huggingFace, record } from '../support/readings.ts'

const database = useDatabase()
const monday = '2026-11-23'
/** Monday closes at 02:30 UTC of Tuesday, the 24th; its edition is due at 08:00. */
const clock = clockAt('2026-11-24T02:30:00Z')
const config = testConfig({ PAPER_SOURCES: 'huggingface,arxiv' })
let templates: Templates
const deps = () => ({ db: database.db, clock, config, templates })
const settle = () => settleFreezes(deps())
const today = () => todayStatus(deps())

const papers = (count: number, from = 1) => aList(Array.from({ length: count }, (_, index) => anItem(from + index)))
const failed: SourceReading = { kind: 'failed', reason: 'HTTP 503' }
async function readAt(time: string, reading: SourceReading, day = monday): Promise<void> {
  clock.set(time)
  await record({ db: database.db, clock }, huggingFace, day, reading)
}
/** The mail's words on one line. */
async function mailOf(day: string): Promise<string> {
  return (await webEdition({ db: database.db, baseUrl: config.baseUrl }, day))?.text.replaceAll(/\s+/g, ' ') ?? ''
}

beforeAll(async () => {
  templates = await openTemplates()
})

beforeEach(async () => {
  await database.pool.query(
    `truncate freezes, editions, edition_revisions, edition_papers, edition_holds, papers, paper_listings, paper_snapshots,
       paper_names, source_readings, deliveries cascade`
  )
  await database.pool.query('update installation set created_at = $1', ['2026-11-24T00:00:00Z'])
  clock.set('2026-11-24T02:30:00Z')
})

test('a day that was read twice half an hour apart leaves on time and credits its list', async () => {
  await readAt('2026-11-24T02:40:00Z', aReading(papers(8)))
  await readAt('2026-11-24T03:10:00Z', aReading(papers(8)))
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: '8 papers from 8 candidates' }])
  expect(await mailOf(monday)).toContain(
    'From Hugging Face Daily Papers of Monday, November 23, 2026 https://huggingface.co/papers/date/2026-11-23'
  )
})

test('a day that still grows is held, and leaves as soon as half an hour brought nothing', async () => {
  await readAt('2026-11-24T07:40:00Z', aReading(papers(1)))
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held', feedDay: monday }])
  expect(await settle()).toEqual([])
  expect(await today()).toMatchObject({
    state: 'held',
    reason:
      'the list of 2026-11-23 is read once more for what came late; the edition waits until 11:00 UTC on 2026-11-24 at the latest'
  })
  expect(await upcomingFreeze(deps())).toEqual({ at: new Date('2026-11-24T11:00:00Z'), day: monday })
  await readAt('2026-11-24T08:10:00Z', aReading(papers(7)))
  expect(await settle()).toEqual([])
  await readAt('2026-11-24T08:40:00Z', aReading(papers(40)))
  expect(await settle()).toEqual([])
  await readAt('2026-11-24T09:10:00Z', aReading(papers(40)))
  expect(await settle()).toMatchObject([
    { outcome: 'frozen', plannedAt: new Date('2026-11-24T08:00:00Z'), reason: '40 papers from 40 candidates' }
  ])
  const { rows } = await database.pool.query('select held_at, settled_at from freezes')
  expect(rows).toEqual([{ held_at: new Date('2026-11-24T08:00:00Z'), settled_at: new Date('2026-11-24T09:10:00Z') }])
  const { rows: editions } = await database.pool.query('select due_at from editions')
  expect(editions).toEqual([{ due_at: new Date('2026-11-24T08:00:00Z') }])
  expect(await upcomingFreeze(deps())).toEqual({ at: new Date('2026-11-25T08:00:00Z'), day: '2026-11-24' })
})

test('at the deadline it leaves marked early, and what comes late joins the next', async () => {
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held' }])
  await readAt('2026-11-24T10:50:00Z', aReading(papers(9)))
  clock.set('2026-11-24T10:59:59Z')
  expect(await settle()).toMatchObject([{ outcome: 'held', reason: expect.stringContaining('once more') }])
  clock.advance(1000)
  expect(await settle()).toMatchObject([
    {
      outcome: 'frozen',
      reason: expect.stringMatching(/^9 papers .*, early: the list of 2026-11-23 is read once more/)
    }
  ])
  expect(await mailOf(monday)).toContain('made early: what is listed later joins the next edition.')
  await readAt('2026-11-24T11:20:00Z', aReading(papers(12)))
  await readAt('2026-11-25T03:00:00Z', aReading(papers(6, 100)), '2026-11-24')
  await readAt('2026-11-25T03:30:00Z', aReading(papers(6, 100)), '2026-11-24')
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: '9 papers from 9 candidates' }])
})

test('DIGEST_DEADLINE moves the deadline', async () => {
  expect(() => testConfig({ DIGEST_DEADLINE: '12h' })).toThrow(/DIGEST_DEADLINE must be at most 11h/)
  const patient = testConfig({ PAPER_SOURCES: 'huggingface', DIGEST_DEADLINE: '90m' })
  await readAt('2026-11-24T07:50:00Z', aReading(papers(9)))
  const settlePatiently = () => settleFreezes({ ...deps(), config: patient })
  clock.set('2026-11-24T08:00:00Z')
  expect(await settlePatiently()).toMatchObject([{ outcome: 'held' }])
  clock.set('2026-11-24T09:29:59Z')
  expect(await settlePatiently()).toEqual([])
  clock.advance(1000)
  expect(await settlePatiently()).toMatchObject([{ outcome: 'frozen' }])
})

test('with the source away past the deadline the last good list is sent, and says so', async () => {
  await readAt('2026-11-23T19:05:00Z', aReading(papers(8)))
  await readAt('2026-11-24T07:55:00Z', failed)
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held' }])
  expect((await today()).reason).toMatch(
    /^Hugging Face Daily Papers could not be read since 19:05 UTC on 2026-11-23 \(HTTP 503\); the edition waits/
  )
  await readAt('2026-11-24T10:55:00Z', failed)
  clock.set('2026-11-24T11:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: expect.stringContaining('early') }])
  expect(await mailOf(monday)).toContain(
    'as it was at 19:05 UTC on 2026-11-23, when it could last be read: what was listed later joins the next edition.'
  )
})

test('with no list read since the last edition the day has failed, never quiet, and the next edition folds it in', async () => {
  await readAt('2026-11-24T02:40:00Z', aReading(papers(8)))
  await readAt('2026-11-24T03:10:00Z', aReading(papers(8)))
  clock.set('2026-11-24T08:00:00Z')
  await settle()
  for (let tries = 0; tries < 6; tries++) await readAt(`2026-11-25T0${tries + 3}:00:00Z`, failed, '2026-11-24')
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held' }])
  await readAt('2026-11-25T10:55:00Z', failed, '2026-11-24')
  clock.set('2026-11-25T11:00:00Z')
  expect(await settle()).toMatchObject([
    { outcome: 'failed', reason: expect.stringContaining('no list was read since the last edition') }
  ])
  expect(await today()).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('HTTP 503'),
    sources: [
      { source: 'huggingface', fault: 'HTTP 503' },
      { source: 'arxiv', fault: undefined, readAt: undefined }
    ]
  })
  const { rows } = await database.pool.query('select feed_day from editions')
  expect(rows).toEqual([{ feed_day: monday }])

  await readAt('2026-11-25T15:00:00Z', aReading(papers(7, 100)), '2026-11-24')
  await readAt('2026-11-26T03:00:00Z', aReading(papers(3, 200)), '2026-11-25')
  await readAt('2026-11-26T03:30:00Z', aReading(papers(3, 200)), '2026-11-25')
  clock.set('2026-11-26T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: '10 papers from 10 candidates' }])
  expect(await mailOf('2026-11-25')).toContain('Daily Papers of Wednesday, November 25, 2026 and days before')
})

test('too few papers of a day that could not be read is no quiet day, and an empty list is one', async () => {
  await readAt('2026-11-23T19:05:00Z', aReading(papers(2)))
  await readAt('2026-11-24T07:55:00Z', failed)
  clock.set('2026-11-24T08:00:00Z')
  await settle()
  clock.set('2026-11-24T11:00:00Z')
  expect(await settle()).toMatchObject([
    { outcome: 'failed', reason: expect.stringContaining('2 new papers are fewer') }
  ])

  await readAt('2026-11-25T03:00:00Z', aReading([]), '2026-11-24')
  await readAt('2026-11-25T03:30:00Z', aReading([]), '2026-11-24')
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'quiet' }])
})

test('a list imported while the source is away makes the edition', async () => {
  await readAt('2026-11-24T07:55:00Z', failed)
  clock.set('2026-11-24T08:00:00Z')
  await settle()
  const content = JSON.stringify(Array.from({ length: 6 }, (_, index) => ({ title: `By hand ${index}` })))
  await importPapers({ db: database.db, clock }, { content, day: monday })
  clock.set('2026-11-24T11:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'frozen' }])
  expect(await mailOf(monday)).toContain(
    'This edition was made while the list of Monday, November 23, 2026 could not be read: what is missing joins the next edition.'
  )
})

test('an edition made by hand is not held for its day, and a held one can be made by hand', async () => {
  await readAt('2026-11-24T07:50:00Z', aReading(papers(3)))
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held' }])
  await assembleEdition(deps(), { day: monday, minimum: 1 })
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: 'made by hand before its time' }])
})

test('before the freeze the status tells what keeps the list from being read', async () => {
  await readAt('2026-11-24T05:00:00Z', failed)
  expect(await today()).toMatchObject({
    state: 'collecting',
    reason: 'today’s edition is not made yet; Hugging Face Daily Papers cannot be read: HTTP 503',
    said: 'today’s edition is not made yet; Hugging Face Daily Papers cannot be read at the moment'
  })
})

test('a service that comes back after the deadline reads before it settles', async () => {
  await readAt('2026-11-23T19:05:00Z', aReading(papers(5)))
  clock.set('2026-11-24T13:00:00Z')
  expect(await settle()).toMatchObject([
    { outcome: 'held', reason: expect.stringContaining('reads its sources first') }
  ])
  expect(await today()).toMatchObject({ state: 'held' })
  await readAt('2026-11-24T13:00:05Z', aReading(papers(9)))
  expect(await settle()).toMatchObject([{ outcome: 'frozen', reason: expect.stringMatching(/^9 papers/) }])
})

test('it waits for that ten minutes at most, also where the twelve hours end meanwhile', async () => {
  await readAt('2026-11-23T19:05:00Z', aReading(papers(5)))
  clock.set('2026-11-24T19:55:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held' }])
  clock.advance(minutes(10) - 1)
  expect(await settle()).toEqual([])
  clock.set('2026-11-24T20:04:59Z')
  await record({ db: database.db, clock }, huggingFace, monday, failed)
  expect(await settle()).toMatchObject([{ outcome: 'frozen' }])
})

test('a freeze that was held and then missed by more than twelve hours is reported', async () => {
  await readAt('2026-11-24T07:50:00Z', aReading(papers(9)))
  clock.set('2026-11-24T08:00:00Z')
  await settle()
  clock.advance(hours(12) + 1)
  expect(await settle()).toMatchObject([{ outcome: 'missed' }])
})

test('what a curator holds is not frozen before it is released, past the deadline and the twelve hours', async () => {
  await readAt('2026-11-24T02:40:00Z', aReading(papers(8)))
  await readAt('2026-11-24T03:10:00Z', aReading(papers(8)))
  await holdDay(deps(), { day: monday, by: 'Grace', reason: 'checking a title' })
  clock.set('2026-11-24T08:00:00Z')
  expect(await settle()).toMatchObject([{ outcome: 'held', reason: 'held by Grace: checking a title' }])
  expect(await today()).toMatchObject({ state: 'held' })
  clock.set('2026-11-24T21:00:00Z')
  expect(await settle()).toEqual([])
  await releaseDay(deps(), monday)
  expect(await settle()).toMatchObject([{ outcome: 'frozen', feedDay: monday }])
})

test('one that is held until the next freeze comes is missed, and its papers are in that one', async () => {
  await readAt('2026-11-24T02:40:00Z', aReading(papers(8)))
  await holdDay(deps(), { day: monday, by: 'Grace', reason: undefined })
  clock.set('2026-11-24T08:00:00Z')
  await settle()
  await readAt('2026-11-25T03:00:00Z', aReading([]), '2026-11-24')
  await readAt('2026-11-25T03:30:00Z', aReading([]), '2026-11-24')
  clock.set('2026-11-25T08:00:00Z')
  expect(await settle()).toMatchObject([
    { outcome: 'missed', reason: 'a newer edition was due: held by Grace' },
    { outcome: 'frozen', reason: '8 papers from 8 candidates' }
  ])
})
