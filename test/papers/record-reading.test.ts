import { beforeEach, expect, test } from 'vitest'
import { importPapers } from '../../services/papers/import-papers.ts'
import { clockAt, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, aReading, arxiv, huggingFace, record } from '../support/readings.ts'

const database = useDatabase()
const day = '2026-11-23'
const clock = clockAt('2026-11-23T15:00:00Z')
const tell = (source: typeof huggingFace | typeof arxiv, items: ReturnType<typeof anItem>[], on = day) =>
  record({ db: database.db, clock }, source, on, items)

async function rows(statement: string, ...values: unknown[]) {
  return (await database.pool.query(statement, values)).rows
}
const papers = () => rows('select * from papers where merged_into is null order by id')
const snapshots = () => rows('select * from paper_snapshots order by seen_at, paper_id')

beforeEach(async () => {
  await database.pool.query(
    'truncate papers, paper_names, paper_listings, paper_snapshots, source_readings, curations, editions, edition_revisions, edition_papers cascade'
  )
  clock.set('2026-11-23T15:00:00Z')
})

test('a list is stored once: papers, places, votes and figures, and what was read', async () => {
  const items = aList([anItem(1, { stars: 40, codeUrl: 'https://github.com/example/one' }), anItem(2)])
  const { db } = database
  expect(await record({ db, clock }, huggingFace, day, aReading(items, { refused: { 'no id': 2 } }))).toEqual({
    added: 2,
    updated: 0,
    refused: { 'no id': 2 },
    residue: 0
  })
  expect(await tell(huggingFace, items)).toEqual({ added: 0, updated: 0, refused: {}, residue: 0 })
  expect(await papers()).toMatchObject([
    { arxiv_id: '2611.00001', text_source: 'huggingface', code_url: 'https://github.com/example/one', version: 1 },
    { arxiv_id: '2611.00002', code_url: null }
  ])
  expect(await rows('select position, votes from paper_listings order by position')).toEqual([
    { position: 1, votes: 10 },
    { position: 2, votes: 10 }
  ])
  expect(await snapshots()).toMatchObject([{ votes: 10, stars: 40 }, { stars: null }])
  expect(await rows('select outcome, complete, items, added, refused from source_readings order by id')).toEqual([
    { outcome: 'read', complete: true, items: 2, added: 2, refused: { 'no id': 2 } },
    { outcome: 'read', complete: true, items: 2, added: 0, refused: {} }
  ])
})

test('figures are written down when they move, else once an hour', async () => {
  const list = (votes: number) => aList([anItem(1, { sourceRank: 3 }), anItem(2)], votes)
  await tell(huggingFace, list(10))
  clock.advance(minutes(30))
  await tell(huggingFace, list(10))
  expect(await snapshots()).toHaveLength(2)
  await tell(huggingFace, [...aList([anItem(1)], 11), anItem(2, { votes: 10, position: 2 })])
  expect(await snapshots()).toHaveLength(3)
  // The rank of the same hour stands where a reading does not tell one.
  expect((await snapshots())[2]).toMatchObject({ votes: 11, source_rank: 3 })
  clock.advance(minutes(60))
  await tell(huggingFace, list(11))
  expect(await snapshots()).toHaveLength(5)
})

test('what could not be read is written down and changes nothing', async () => {
  const deps = { db: database.db, clock }
  await record(deps, huggingFace, day, { kind: 'failed', reason: 'HTTP\0 503' })
  await record(deps, huggingFace, day, { kind: 'not_open' })
  expect(await rows('select outcome, complete, items, reason from source_readings order by id')).toEqual([
    { outcome: 'failed', complete: false, items: 0, reason: 'HTTP 503' },
    { outcome: 'not_open', complete: false, items: 0, reason: null }
  ])
  expect(await papers()).toEqual([])
})

test.each([
  ['arXiv id, under another title', anItem(1, { title: 'Renamed altogether' })],
  ['title, without an id', { title: 'PAPER 1, of a — test!', authors: [] }],
  ['title, under another arXiv id', anItem(9, { title: 'Paper 1 of a test' })],
  ['DOI, under another title', { title: 'In a journal', authors: [], doi: '10.1000/XYZ' }]
])('the same %s is the same paper', async (_name, second) => {
  await tell(huggingFace, aList([anItem(1, { doi: '10.1000/xyz' })]))
  expect(await tell(huggingFace, aList([second]), '2026-11-24')).toMatchObject({ added: 1 })
  expect(await papers()).toHaveLength(1)
  expect(await rows('select feed_day from paper_listings order by feed_day')).toEqual([
    { feed_day: day },
    { feed_day: '2026-11-24' }
  ])
})

test('two items of one list that are one paper take one place, that with more votes', async () => {
  const twice = [anItem(1, { votes: 3 }), anItem(2), anItem(7, { title: 'Paper 1 of a test', votes: 8 })]
  expect(await tell(huggingFace, aList(twice))).toMatchObject({ added: 2 })
  expect(await rows('select position, votes from paper_listings order by position')).toEqual([
    { position: 2, votes: 10 },
    { position: 3, votes: 8 }
  ])
})

test('a title once had is remembered: who comes by it later is no new paper', async () => {
  await tell(huggingFace, aList([anItem(1)]))
  await tell(arxiv, [anItem(1, { title: 'A better title', version: 2 })])
  await importPapers(
    { db: database.db, clock },
    { content: JSON.stringify([{ title: 'Paper 1 of a test', votes: 3 }]), day: '2026-11-24' }
  )
  expect(await papers()).toMatchObject([{ title: 'A better title' }])
  expect(await rows('select * from paper_listings')).toHaveLength(2)
})

test('the better source’s text wins, whichever comes first', async () => {
  await importPapers(
    { db: database.db, clock },
    { content: JSON.stringify([{ title: 'Paper 1 of a test', abstract: 'Typed off.', summary: 'Ours.' }]), day }
  )
  await tell(huggingFace, aList([anItem(1, { abstract: 'Cost 256times256.', organization: 'Example Lab' })]))
  expect(await papers()).toMatchObject([{ abstract: 'Cost 256times256.', text_source: 'huggingface' }])
  await tell(arxiv, [anItem(1, { abstract: 'Cost 256×256.' })])
  await tell(huggingFace, aList([anItem(1, { abstract: 'Cost 256times256.' })]))
  await importPapers(
    { db: database.db, clock },
    { content: JSON.stringify([{ title: 'Paper 1 of a test', abstract: 'Typed off.' }]), day }
  )
  expect(await papers()).toMatchObject([
    { abstract: 'Cost 256×256.', text_source: 'arxiv', summary: 'Ours.', organization: 'Example Lab' }
  ])
})

test('arXiv’s announcements wait unlisted for the list that comes days later', async () => {
  expect(await tell(arxiv, [anItem(1, { abstract: 'Undamaged.' }), anItem(2)])).toMatchObject({ added: 2, updated: 0 })
  expect(await rows('select * from paper_listings')).toEqual([])
  expect(await snapshots()).toEqual([])
  expect(await tell(huggingFace, aList([anItem(1, { abstract: 'Damaged.' })]))).toMatchObject({ added: 1 })
  expect(await papers()).toMatchObject([{ abstract: 'Undamaged.', text_source: 'arxiv' }, {}])
})

test('a revision is never new: it changes a known paper and makes none', async () => {
  await tell(huggingFace, aList([anItem(1)]))
  expect(await tell(arxiv, [anItem(1, { version: 2, abstract: 'Second.' }), anItem(5, { version: 3 })])).toMatchObject({
    added: 0,
    updated: 1
  })
  expect(await papers()).toMatchObject([{ version: 2, abstract: 'Second.' }])
  // The records of an earlier day tell of an earlier version.
  await tell(arxiv, [anItem(1, { version: 1, abstract: 'First.' })])
  expect(await papers()).toMatchObject([{ version: 2, abstract: 'Second.' }])
})

test('a withdrawal is dated once and leaves the text that readers know', async () => {
  await tell(huggingFace, aList([anItem(1)]))
  const withdrawal = anItem(1, { version: 2, withdrawn: true, abstract: 'This paper has been withdrawn.' })
  await tell(arxiv, [withdrawal])
  const at = clock.now()
  clock.advance(minutes(600))
  await tell(arxiv, [withdrawal])
  expect(await papers()).toMatchObject([{ withdrawn_at: at, version: 2, abstract: 'What paper 1 is about.' }])
})

test('a withdrawal is known before any list names the paper', async () => {
  await tell(arxiv, [anItem(1, { version: 2, withdrawn: true })])
  await tell(huggingFace, aList([anItem(1)]))
  expect(await papers()).toMatchObject([{ withdrawn_at: clock.now() }])
})

test('a title without a letter is left out, and the rest is stored', async () => {
  expect(await tell(huggingFace, aList([anItem(1, { title: '…' }), anItem(2)]))).toEqual({
    added: 1,
    updated: 0,
    refused: { 'no title': 1 },
    residue: 0
  })
})

test('two writers at once make each paper once', async () => {
  const { db } = database
  const list = aList(Array.from({ length: 60 }, (_, index) => anItem(index + 1)))
  const content = JSON.stringify(list.map(({ title }) => ({ title })))
  const [one, other] = await Promise.all([
    tell(huggingFace, list),
    tell(huggingFace, list),
    tell(arxiv, list),
    importPapers({ db, clock }, { content, day })
  ])
  expect([one.added, other.added].toSorted((a, b) => a - b)).toEqual([0, 60])
  expect(await papers()).toHaveLength(60)
})
