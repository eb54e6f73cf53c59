import { beforeEach, expect, test } from 'vitest'
import { planDelivery } from '../../services/delivery/plan-deliveries.ts'
import { lateRisers } from '../../services/editions/late-risers.ts'
import { webEdition } from '../../services/editions/web-edition.ts'
import { useDatabase } from '../support/database.ts'
import { shown, times, useStage } from './stage.ts'

const database = useDatabase()
const stage = useStage(database)
const heading = 'You may have missed ------------------- Listed earlier, and risen since.'

/** The titles that stand under the heading in each mail to an address, as counts of `title`. */
async function offers(address: string, title: string): Promise<number[]> {
  const texts = await stage.textsTo(address)
  return texts.map((text) => {
    expect(times(text, heading)).toBe(times(text, 'votes now') > 0 ? 1 : 0)
    return times(text.split(heading)[1], title)
  })
}

const offeredOn = async (day: string, at = `${day}T23:00:00Z`) => {
  stage.deps.clock.set(at)
  return (await lateRisers(stage.deps, { day, size: shown })).map(({ paper }) => paper.reason)
}

/** The first day's edition, sent to Ada; its fourth paper, which nobody was sent, has 5 votes and the others 60. */
let late: { id: number; title: string; editionId: number }
beforeEach(async () => {
  await stage.reader('ada@example.org')
  await stage.list('2026-11-16')
  await stage.send('2026-11-16')
  late = await stage.paperAt('2026-11-16', shown)
  await stage.votes(late.id, 5, '2026-11-17T01:00:00Z')
  for (const position of [0, 1, 2])
    await stage.votes((await stage.paperAt('2026-11-16', position)).id, 60, '2026-11-17T01:00:00Z')
})

/** A reader whose selection of the first edition was its first paper and the late one. */
async function readerWhoHadIt(address: string): Promise<number> {
  const id = await stage.reader(address)
  await database.pool.query(
    String.raw`insert into deliveries (edition_id, subscriber_id, revision, state, selection, dated_at, due_at, expires_at)
     select edition_id, $1, 1, 'accepted', '\x09', dated_at, due_at, expires_at from deliveries`,
    [id]
  )
  return id
}

test('5 votes on its day and 120 three days later: offered once, to those who did not have it', async () => {
  await readerWhoHadIt('bram@example.org')
  for (const [day, votes] of [
    ['2026-11-17', 7],
    ['2026-11-18', 24],
    ['2026-11-19', 120],
    ['2026-11-20', 150],
    ['2026-11-21', 180]
  ] as const) {
    await stage.list(day)
    await stage.votes(late.id, votes, `${day}T22:00:00Z`)
    await stage.send(day)
  }
  expect(await offers('ada@example.org', late.title)).toEqual([0, 0, 0, 1, 0, 0])
  expect(await offers('bram@example.org', late.title)).toEqual([0, 0, 0, 0, 0])
  const [, , , text] = await stage.textsTo('ada@example.org')
  expect(text).toContain('120 votes now, 5 when the edition of November 16, 2026 was made')
  const web = await webEdition({ db: database.db, baseUrl: 'https://papers.example.org' }, '2026-11-19')
  expect(web?.text).toContain('You may have missed')
})

test.each([
  ['it has fewer than the better half of what was sent', 'votes', 59, '2026-11-19T22:00:00Z'],
  ['nobody read its votes in the last day', 'votes', 120, '2026-11-18T22:00:00Z'],
  ['it was withdrawn', 'update papers set withdrawn_at = now() where id = $1'],
  ['a curator dropped it', `insert into curations (paper_id, act, curator, at) values ($1, 'drop', 'Ines', now())`],
  ['it was listed two weeks ago', `update paper_listings set feed_day = '2026-11-05' where paper_id = $1`],
  ['its votes of its day are not known', 'delete from paper_snapshots where paper_id = $1 and votes = 5'],
  ['its edition was cancelled', `update editions set state = 'cancelled'`],
  ['its edition has not left', `update editions set state = 'frozen'`],
  ['its edition showed it', 'update edition_revisions set selected = 4']
])('a paper is no late riser when %s', async (_, change, votes = 120, at = '2026-11-19T22:00:00Z') => {
  await stage.votes(late.id, votes, at)
  if (change !== 'votes') await database.pool.query(change, change.includes('$1') ? [late.id] : [])
  expect(await offeredOn('2026-11-19')).toEqual([])
})

test('it is one from 20 votes more and as many as the better half of what was sent in the last week', async () => {
  await stage.votes(late.id, 60, '2026-11-19T22:00:00Z')
  expect(await offeredOn('2026-11-19')).toEqual(['60 votes now, 5 when the edition of November 16, 2026 was made'])
  // A week later nothing sent is left to compare with.
  await stage.votes(late.id, 24, '2026-11-24T21:00:00Z')
  expect(await offeredOn('2026-11-24')).toEqual([])
  await stage.votes(late.id, 25, '2026-11-24T22:00:00Z')
  expect(await offeredOn('2026-11-24')).toHaveLength(1)
})

test('three at most in an edition, the most voted first; the next waits for the next', async () => {
  const papers = [late]
  for (const day of ['2026-11-17', '2026-11-18', '2026-11-19']) {
    await stage.list(day)
    await stage.send(day)
    const paper = await stage.paperAt(day, shown)
    papers.push(paper)
    await stage.votes(paper.id, 0, `${day}T21:00:00Z`)
  }
  for (const [index, { id }] of papers.entries()) await stage.votes(id, 100 + index, '2026-11-20T22:00:00Z')
  await stage.list('2026-11-20')
  await stage.send('2026-11-20')
  for (const { id } of papers) await stage.votes(id, 200, '2026-11-21T22:00:00Z')
  await stage.list('2026-11-21')
  await stage.send('2026-11-21')
  const texts = (await stage.textsTo('ada@example.org')).slice(-2)
  const found = texts.map((text) =>
    papers
      .map(({ title }, index) => ({ index, place: (text.split(heading)[1] ?? '').indexOf(title) }))
      .filter(({ place }) => place >= 0)
      .toSorted((one, other) => one.place - other.place)
      .map(({ index }) => index)
  )
  expect(found).toEqual([[3, 2, 1], [0]])
})

test('an offer of a cancelled edition is made again, but not to who got it', async () => {
  const other = await stage.reader('bram@example.org')
  await database.pool.query(`update subscribers set state = 'paused' where id = $1`, [other])
  await stage.votes(late.id, 120, '2026-11-17T22:00:00Z')
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  await database.pool.query(`update editions set state = 'cancelled' where feed_day = '2026-11-17'`)
  await database.pool.query(`update subscribers set state = 'active' where id = $1`, [other])
  await stage.votes(late.id, 130, '2026-11-18T22:00:00Z')
  await stage.list('2026-11-18')
  await stage.send('2026-11-18')
  expect(await offers('ada@example.org', late.title)).toEqual([0, 1, 0])
  expect(await offers('bram@example.org', late.title)).toEqual([1])
})

test('a late riser that is withdrawn is corrected for the edition that each reader had it in', async () => {
  await readerWhoHadIt('bram@example.org')
  await stage.votes(late.id, 120, '2026-11-17T22:00:00Z')
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  await stage.withdraw(late.id, '2026-11-18T15:00:00Z')
  await stage.list('2026-11-18')
  await stage.send('2026-11-18')
  const correction = `${late.title} Withdrawn by its authors; sent in the edition of`
  const newest = async (address: string) => (await stage.textsTo(address)).at(-1)
  expect((await newest('ada@example.org'))?.split(correction).slice(1)).toEqual([
    expect.stringMatching(/^ November 17, 2026 /)
  ])
  expect((await newest('bram@example.org'))?.split(correction).slice(1)).toEqual([
    expect.stringMatching(/^ November 16, 2026 /)
  ])
})

test('a welcome has the late risers, unless its reader had them', async () => {
  await stage.votes(late.id, 120, '2026-11-17T22:00:00Z')
  const own = await readerWhoHadIt('bram@example.org')
  await database.pool.query(`update subscribers set state = 'unsubscribed' where id = $1`, [own])
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  const { editionId } = await stage.paperAt('2026-11-17', 0)
  const fresh = await stage.reader('chidi@example.org')
  for (const subscriberId of [own, fresh])
    await database.db.transaction().execute((trx) => planDelivery(trx, stage.deps.clock, { editionId, subscriberId }))
  const { rows } = await database.pool.query(
    `select subscriber_id, encode(selection, 'hex') as selection from deliveries where edition_id = $1 order by 1`,
    [editionId]
  )
  expect(rows.slice(1)).toEqual([
    { subscriber_id: own, selection: `07${'00'.repeat(31)}` },
    { subscriber_id: fresh, selection: null }
  ])
})
