import { beforeEach, expect, test } from 'vitest'
import { rankedCandidates } from '../../services/papers/candidates.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import { clockAt, hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, arxiv, huggingFace, record } from '../support/readings.ts'

const database = useDatabase()
const monday = '2026-11-23'
const tuesday = '2026-11-24'
const clock = clockAt('2026-11-24T15:00:00Z')

async function rows(statement: string, ...values: unknown[]) {
  return (await database.pool.query(statement, values)).rows
}
const tell = (source: typeof huggingFace | typeof arxiv, items: ReturnType<typeof anItem>[], day = monday) =>
  record({ db: database.db, clock }, source, day, items)
const importTitle = (title: string, day = monday) =>
  importPapers({ db: database.db, clock }, { content: JSON.stringify([{ title, votes: 2 }]), day })
const live = () => rows('select * from papers where merged_into is null order by id')
const candidates = async () =>
  (await rankedCandidates({ db: database.db, clock }, { day: tuesday, size: 20 })).map(({ title }) => title)

/** A frozen edition whose pool has the paper of a title. */
async function freeze(day: string, title: string): Promise<void> {
  const [edition] = await rows(
    `insert into editions (feed_day, state, frozen_at) values ($1, 'sent', now()) returning id`,
    day
  )
  await rows(`insert into edition_revisions values ($1, 1, 's', 1, 1, 'r', '', '', '', '', '', now())`, edition.id)
  await rows(
    `insert into edition_papers (edition_id, revision, position, paper_id, title, reason, html_block, text_block)
     select $1, 1, 0, id, title, '', '', '' from papers where title = $2`,
    edition.id,
    title
  )
}

beforeEach(async () => {
  await database.pool.query(
    'truncate papers, paper_names, paper_listings, paper_snapshots, source_readings, curations, editions, edition_revisions, edition_papers cascade'
  )
  clock.set('2026-11-24T15:00:00Z')
})

/** A paper without an id, from a file, and one with an id; a new version gives the second the title of the first. */
async function twoThatAreOne(): Promise<void> {
  await importTitle('The final name')
  await tell(huggingFace, aList([anItem(1, { title: 'A working name' })]), tuesday)
}
const theyAreOne = () => tell(arxiv, [anItem(1, { title: 'The final name', version: 2 })])

test('two papers that turn out to be one keep their lists, figures, picks and names', async () => {
  await twoThatAreOne()
  await rows(`insert into curations (paper_id, act, curator, at)
    select id, 'pin', 'Grace', now() from papers where title = 'The final name'`)
  await theyAreOne()
  const [paper, ...others] = await live()
  expect(others).toEqual([])
  expect(paper).toMatchObject({ arxiv_id: '2611.00001', title: 'The final name', version: 2, text_source: 'arxiv' })
  expect(await rows('select paper_id, source from paper_listings order by source')).toEqual([
    { paper_id: paper.id, source: 'huggingface' },
    { paper_id: paper.id, source: 'json' }
  ])
  expect(await rows('select paper_id from paper_snapshots')).toEqual([{ paper_id: paper.id }])
  expect(await rows('select paper_id from curations')).toEqual([{ paper_id: paper.id }])
  // Either name is this paper from now on.
  await importTitle('A working name', '2026-11-22')
  await importTitle('The final name', '2026-11-21')
  expect(await live()).toHaveLength(1)
})

test('what one of the two was already sent as is not sent again', async () => {
  await twoThatAreOne()
  await freeze(monday, 'The final name')
  expect(await candidates()).toEqual(['A working name'])
  await theyAreOne()
  expect(await candidates()).toEqual([])
  expect(await live()).toMatchObject([{ arxiv_id: '2611.00001' }])
})

test('also when both were sent, and both editions still name what they sent', async () => {
  await twoThatAreOne()
  await freeze(monday, 'The final name')
  await freeze(tuesday, 'A working name')
  await theyAreOne()
  expect(await candidates()).toEqual([])
  expect(await live()).toHaveLength(1)
  expect(await rows('select title from edition_papers order by title')).toEqual([
    { title: 'A working name' },
    { title: 'The final name' }
  ])
})

test('three become one at once, and a second reading finds nothing to do', async () => {
  await importTitle('The final name')
  await tell(
    huggingFace,
    aList([anItem(1, { title: 'A working name' }), { title: 'Elsewhere', authors: [], doi: '10.1000/x' }])
  )
  const all = [anItem(1, { title: 'The final name', doi: '10.1000/x', version: 2 })]
  expect(await tell(arxiv, all)).toMatchObject({ added: 0, updated: 1 })
  expect(await live()).toMatchObject([{ arxiv_id: '2611.00001', doi: '10.1000/x', title: 'The final name' }])
  expect(await tell(arxiv, all)).toMatchObject({ added: 0, updated: 0 })
  expect(await tell(huggingFace, aList([{ title: 'Elsewhere', authors: [] }]))).toMatchObject({ added: 0 })
  expect(await rows('select * from paper_listings')).toHaveLength(2)
})

test('a paper merged once can be merged again, and its names follow', async () => {
  await twoThatAreOne()
  await theyAreOne()
  await tell(huggingFace, aList([anItem(8, { title: 'A third one' })]), tuesday)
  await tell(arxiv, [anItem(8, { title: 'The final name', version: 2 })])
  const [paper, ...others] = await live()
  expect(others).toEqual([])
  expect(await rows('select distinct merged_into from papers where merged_into is not null')).toEqual([
    { merged_into: paper.id }
  ])
  for (const title of ['A working name', 'The final name', 'A third one']) await importTitle(title, '2026-11-20')
  await tell(huggingFace, aList([anItem(8, { title: 'Yet another name' })]), '2026-11-19')
  expect(await live()).toHaveLength(1)
})

test('in one reading a name of long ago leads to what the paper has become since', async () => {
  await tell(huggingFace, aList([anItem(1, { title: 'Its first name' })]))
  await tell(arxiv, [anItem(1, { title: 'Its second name', version: 2 })])
  await importTitle('The final name')
  await tell(
    huggingFace,
    aList([
      anItem(1, { title: 'The final name' }),
      anItem(5, { title: 'Its first name' }),
      anItem(6, { title: 'Its second name' })
    ]),
    tuesday
  )
  expect(await live()).toHaveLength(1)
  expect(await rows('select position from paper_listings where feed_day = $1', tuesday)).toEqual([{ position: 1 }])
  for (const id of [1, 5, 6]) await tell(huggingFace, aList([anItem(id, { title: `Renamed ${id}` })]), '2026-11-20')
  expect(await live()).toHaveLength(1)
})

test('a late withdrawal of either is one of the paper that was sent', async () => {
  await twoThatAreOne()
  await freeze(monday, 'The final name')
  await tell(arxiv, [anItem(1, { title: 'The final name', version: 3, withdrawn: true })])
  clock.advance(hours(1))
  expect(await live()).toMatchObject([{ withdrawn_at: new Date('2026-11-24T15:00:00Z') }])
  expect(await rows(`select p.withdrawn_at from edition_papers e join papers p on p.id = e.paper_id`)).toEqual([
    { withdrawn_at: new Date('2026-11-24T15:00:00Z') }
  ])
})
