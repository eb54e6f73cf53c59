import { beforeEach, expect, test } from 'vitest'
import { rankedCandidates } from '../../services/papers/candidates.ts'
import { dropPaper, pinPaper } from '../../services/papers/curate.ts'
import { addPaper } from '../../services/papers/curate-add.ts'
import { listDay } from '../../services/papers/day-list.ts'
import { clockAt, days, hours, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { aList, anItem, arxiv, huggingFace, record } from '../support/readings.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T07:00:00Z')
const deps = () => ({ db: database.db, clock })
const day = '2026-11-23'
const by = 'Ines'

beforeEach(async () => {
  clock.set('2026-11-24T07:00:00Z')
  await database.pool.query(
    'truncate papers, paper_names, paper_listings, paper_snapshots, source_readings, curations, editions, edition_revisions, edition_papers restart identity cascade'
  )
})

/** arXiv that tells nothing: what is known here needs nobody. */
const silent = async () => ({ kind: 'unread', reason: 'not asked in this test' }) as const
const add = (arxivId: string, rest: { title?: string; day?: string; note?: string; lookUp?: typeof silent } = {}) =>
  addPaper(
    { db: database.db, clock, lookUp: rest.lookUp ?? silent },
    { arxivId, title: rest.title, day: rest.day, by, note: rest.note }
  )
const pin = (id: string | number, note?: string) => pinPaper(deps(), { id: String(id), by, note })
const drop = (id: string | number, note?: string) => dropPaper(deps(), { id: String(id), by, note })
const candidates = (of = day) => rankedCandidates(deps(), { day: of, size: 20 })
const curations = async () =>
  (await database.pool.query('select paper_id, act, curator, note, at from curations order by id')).rows

test('pins go first in the order of pinning, whatever the score, and say who picked them and why', async () => {
  await listPapers(database.db, day, 10)
  await pin(7, 'a rare proof')
  clock.advance(minutes(1))
  await pin(9)
  const ranked = await candidates()
  expect(ranked.map(({ id }) => id)).toEqual([7, 9, 1, 2, 3, 4, 5, 6, 8, 10])
  expect(ranked.slice(0, 2).map(({ reason }) => reason)).toEqual(['Picked by Ines: a rare proof', 'Picked by Ines'])
})

test('a second pin changes nothing but the note, and not the place', async () => {
  await listPapers(database.db, day, 3)
  expect(await pin(2, 'first word')).toMatchObject({ kind: 'pinned', paper: { id: 2 } })
  await pin(3)
  expect(await pin(2, 'first word')).toMatchObject({ kind: 'unchanged' })
  expect(await pin(2)).toMatchObject({ kind: 'unchanged' })
  expect(await curations()).toHaveLength(2)
  expect(await pin(2, 'second word')).toMatchObject({ kind: 'pinned' })
  expect((await candidates()).map(({ reason }) => reason).slice(0, 2)).toEqual([
    'Picked by Ines: second word',
    'Picked by Ines'
  ])
})

test('a drop is final: no list, no pin and no pick brings the paper back', async () => {
  await record(deps(), huggingFace, day, aList([anItem(1), anItem(2)]))
  await pin('2611.00001')
  expect(await drop('2611.00001', 'plagiarised')).toMatchObject({ kind: 'dropped', paper: { arxivId: '2611.00001' } })
  expect(await drop('2611.00001')).toMatchObject({ kind: 'unchanged' })
  for (const act of [() => pin(1), () => add('2611.00001')])
    await expect(act()).rejects.toMatchObject({
      code: 'PAPER_DROPPED',
      message: expect.stringMatching(/^Ines dropped ".*" on 2026-11-24; drops are final$/)
    })
  clock.advance(hours(20))
  await record(deps(), huggingFace, '2026-11-24', aList([anItem(1), anItem(3)], 900))
  expect((await candidates('2026-11-24')).map(({ arxivId }) => arxivId)).not.toContain('2611.00001')
  expect((await listDay(deps(), day)).map(({ arxivId }) => arxivId)).toEqual(['2611.00002'])
  expect(await curations()).toMatchObject([
    { act: 'pin', curator: by, note: null },
    { act: 'drop', curator: by, note: 'plagiarised', at: new Date('2026-11-24T07:00:00Z') }
  ])
})

test('a paper is found by our id, by an arXiv id in any form, and by those of what was merged into it', async () => {
  await record(deps(), huggingFace, day, aList([anItem(1), anItem(2)]))
  await database.pool.query(`update papers set merged_into = 1, arxiv_id = null where id = 2`)
  await database.pool.query(`insert into paper_names values ('arxiv:2611.00002', 1)`)
  for (const id of ['1', '2', '2611.00001', 'arXiv:2611.00001v3', 'https://arxiv.org/abs/2611.00002'])
    expect((await pin(id, `as ${id}`)).paper.id).toBe(1)
  for (const id of ['3', '2611.00009', 'lighthouse', '', '9999999999999999999999'])
    await expect(pin(id)).rejects.toMatchObject({ code: 'PAPER_UNKNOWN' })
})

test('a paper that no list of the last days has becomes a candidate by a pin', async () => {
  await record(deps(), arxiv, '2026-11-01', [anItem(1)])
  expect(await candidates()).toEqual([])
  await pin('2611.00001')
  expect(await candidates()).toMatchObject([{ arxivId: '2611.00001', reason: 'Picked by Ines' }])
})

test('an added paper stands at the end of the open day and is its candidate, once', async () => {
  await record(deps(), arxiv, '2026-11-20', [anItem(7)])
  await listPapers(database.db, '2026-11-24', 3)
  expect(await add('2611.00007', { note: 'from the reading group' })).toMatchObject({
    kind: 'added',
    day: '2026-11-24',
    created: false
  })
  expect(await add('2611.00007')).toMatchObject({ kind: 'unchanged' })
  const { rows } = await database.pool.query(
    `select source, position, votes from paper_listings where feed_day = '2026-11-24' order by position desc limit 1`
  )
  expect(rows).toEqual([{ source: 'curator', position: 4, votes: null }])
  const picked = { arxivId: '2611.00007', reason: 'Picked by Ines: from the reading group' }
  expect(await candidates('2026-11-24')).toContainEqual(expect.objectContaining(picked))
  expect(await listDay(deps(), '2026-11-24')).toContainEqual(expect.objectContaining(picked))
})

test('a paper that is on the list already keeps its place, and says who picked it', async () => {
  await record(deps(), huggingFace, day, aList([anItem(1), anItem(2)]))
  expect(await add('2611.00002', { day, note: 'at last' })).toMatchObject({ kind: 'added', day, created: false })
  expect((await database.pool.query('select distinct source from paper_listings')).rows).toEqual([
    { source: 'huggingface' }
  ])
  expect(await candidates()).toContainEqual(
    expect.objectContaining({ arxivId: '2611.00002', reason: 'Picked by Ines: at last' })
  )
})

test('a day to come, and what is no day, takes no paper', async () => {
  await expect(add('2611.00001', { day: '2026-11-25', title: 'Early' })).rejects.toMatchObject({
    code: 'DATE_NOT_OPEN'
  })
  await expect(add('2611.00001', { day: '2026-13-01', title: 'Early' })).rejects.toMatchObject({ code: 'DATE_INVALID' })
  expect((await database.pool.query('select * from papers')).rows).toEqual([])
})

test('what was in an edition, and what was withdrawn, is said to be out all the same', async () => {
  await listPapers(database.db, day, 2)
  await database.pool.query(`update papers set withdrawn_at = now() where id = 2`)
  await database.pool.query(`
    insert into editions (id, feed_day, state, frozen_at) overriding system value values (1, '2026-11-20', 'sent', now());
    insert into edition_revisions values (1, 1, 's', 1, 1, 'r', '', '', '', '', '', now());
    insert into edition_papers values (1, 1, 0, 1, 't', 'r', '', '')`)
  expect((await pin(1)).paper).toMatchObject({ frozenIn: '2026-11-20', withdrawn: false })
  expect((await pin(2)).paper).toMatchObject({ frozenIn: null, withdrawn: true })
  expect(await candidates()).toEqual([])
  await database.pool.query(`update editions set state = 'cancelled'`)
  expect((await drop(1)).paper).toMatchObject({ frozenIn: null })
})

test('two curators at once make one row of one act', async () => {
  await listPapers(database.db, day, 1)
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => pin(1, 'now')))
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
    ...Array(1).fill('pinned'),
    ...Array(5).fill('unchanged')
  ])
  expect(await curations()).toHaveLength(1)
})

test('picks count for a week, then the paper is left alone', async () => {
  await record(deps(), arxiv, '2026-11-01', [anItem(1)])
  await pin('2611.00001')
  clock.advance(days(5))
  expect(await candidates('2026-11-28')).toHaveLength(1)
  clock.advance(days(5))
  expect(await candidates('2026-12-03')).toEqual([])
})
