import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { hasPapers, latestDay, listDay, neighbouringDays } from '../../services/papers/day-list.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import { samplePapers } from '../../services/papers/sample-papers.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { savedPage } from './generated-page.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T06:00:00Z')
const page = savedPage(samplePapers())
const json = (items: unknown[]) => JSON.stringify(items)
const importOn = (day: string, content: string) => importPapers({ db: database.db, clock }, { content, day })

test('a page is imported once, and a second time nothing changes', async () => {
  expect(await hasPapers(database)).toBe(false)
  expect(await importOn('2025-08-19', page)).toEqual({
    imported: 72,
    updated: 0,
    unchanged: 0,
    refused: [],
    residue: 0
  })
  expect(await importOn('2025-08-19', page)).toEqual({
    imported: 0,
    updated: 0,
    unchanged: 72,
    refused: [],
    residue: 0
  })
  expect(await hasPapers(database)).toBe(true)
  const listed = await listDay({ db: database.db, clock }, '2025-08-19')
  expect(listed.map(({ title }) => title)).toEqual(samplePapers().map(({ title }) => title))
  expect(listed[2]).toMatchObject({
    reason: 'No. 3 on the list of August 19, 2025',
    links: { code: 'https://github.com/mzhaoshuai/CenterCLIP' },
    source: 'saved-page'
  })
})

test('a JSON import adds what the page did not say and takes nothing away', async () => {
  const [first] = samplePapers()
  const before = (await listDay({ db: database.db, clock }, '2025-08-19'))[0]
  const items = json([
    { title: first?.title.toUpperCase(), arxivId: first?.arxivId, authors: first?.authors, votes: 42 }
  ])
  expect(await importOn('2025-08-20', items)).toMatchObject({ imported: 0, updated: 1, refused: [] })
  expect(await importOn('2025-08-20', items)).toMatchObject({ imported: 0, updated: 0, unchanged: 1 })
  const [after] = await listDay({ db: database.db, clock }, '2025-08-20')
  expect(after).toMatchObject({
    id: before?.id,
    abstract: before?.abstract,
    codeUrl: before?.codeUrl,
    authors: first?.authors,
    reason: '42 votes'
  })
  expect(after?.links.paper).toBe(`https://arxiv.org/abs/${first?.arxivId}`)
})

test('an entry that means two papers at once is refused, and the others are imported', async () => {
  const items = [
    { title: 'Alpha', arxivId: '2601.00001' },
    { title: 'Beta', arxivId: '2601.00002' },
    { title: 'Gamma' }
  ]
  await importOn('2026-01-05', json(items))
  const outcome = await importOn(
    '2026-01-06',
    json([
      { title: 'Alpha', arxivId: '2601.00002' },
      { title: 'Beta', arxivId: '2601.00009' },
      { title: 'Gamma', arxivId: '2601.00003' },
      { title: 'gamma!' },
      { title: 'Delta' }
    ]).replaceAll('},{', '},\n{')
  )
  expect(outcome).toEqual({
    imported: 1,
    updated: 1,
    unchanged: 0,
    refused: [
      { line: 1, reason: 'arXiv 2601.00002 is known under another title, and this title as another paper' },
      { line: 2, reason: 'a paper with this title is known as arXiv 2601.00002' },
      { line: 4, reason: 'the same paper as on line 3' }
    ],
    residue: 0
  })
  expect(
    (await listDay({ db: database.db, clock }, '2026-01-06')).map(({ title, arxivId }) => [title, arxivId])
  ).toEqual([
    ['Gamma', '2601.00003'],
    ['Delta', null]
  ])
})

test('a corrected title keeps the paper, also where the old title follows in the same file', async () => {
  await importOn('2026-02-02', json([{ title: 'Old Name', arxivId: '2602.00001' }]))
  const outcome = await importOn(
    '2026-02-02',
    json([{ title: 'New Name', arxivId: '2602.00001' }, { title: 'Old Name' }])
  )
  expect(outcome).toMatchObject({ imported: 0, updated: 1, refused: [{ reason: 'the same paper as on line 1' }] })
  expect((await listDay({ db: database.db, clock }, '2026-02-02')).map(({ title }) => title)).toEqual(['New Name'])
})

test('a bad row in a page is named by its line and the others are imported', async () => {
  const bad = page.replace(/\n\n(Divot: [^\n]+)\n\n[^\n]+/, '\n\n$1')
  expect(bad).not.toBe(page)
  const outcome = await importOn('2025-08-21', bad)
  expect(outcome).toEqual({
    imported: 0,
    updated: 71,
    unchanged: 0,
    refused: [{ line: 25, reason: 'a title without an abstract' }],
    residue: 0
  })
})

test('a broken file or an impossible day writes nothing', async () => {
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from paper_listings`.execute(database.db)).rows[0]?.n
  const before = await count()
  await expect(importOn('2026-02-30', page)).rejects.toMatchObject({ code: 'DATE_INVALID' })
  await expect(importOn('2026-11-26', page)).rejects.toMatchObject({ code: 'DATE_NOT_OPEN' })
  await expect(importOn('2025-08-19', ' \n')).rejects.toMatchObject({ code: 'FILE_INVALID' })
  await expect(importOn('2025-08-19', '[{"title": "x"},')).rejects.toMatchObject({ code: 'FILE_INVALID' })
  expect(await count()).toBe(before)
})

test('imports of one file at the same time make each paper once', async () => {
  // The first round opens the connections that let the second one overlap.
  for (const round of ['Opening', 'Overlapping']) {
    const content = json(Array.from({ length: 40 }, (_, index) => ({ title: `${round} ${index}` })))
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => importOn('2026-03-03', content)))
    expect(outcomes.map(({ imported }) => imported).toSorted((one, other) => other - one)).toEqual([
      40, 0, 0, 0, 0, 0, 0, 0
    ])
  }
  expect(await listDay({ db: database.db, clock }, '2026-03-03')).toHaveLength(80)
})

test('ten thousand items are imported at once', async () => {
  const content = json(Array.from({ length: 10_000 }, (_, index) => ({ title: `Many ${index}`, votes: index })))
  expect(await importOn('2026-03-04', content)).toMatchObject({ imported: 10_000 })
  expect((await listDay({ db: database.db, clock }, '2026-03-04'))[0]?.title).toBe('Many 9999')
})

test('the days around a day are those with papers', async () => {
  expect(await latestDay(database)).toBe('2026-03-04')
  expect(await neighbouringDays(database, '2026-01-06')).toEqual({ previous: '2026-01-05', next: '2026-02-02' })
  expect(await neighbouringDays(database, '2025-08-19')).toEqual({ next: '2025-08-20' })
  expect(await neighbouringDays(database, '2026-03-04')).toEqual({ previous: '2026-03-03' })
})
