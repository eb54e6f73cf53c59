import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { rankedCandidates, sampleCandidates } from '../../services/papers/candidates.ts'
import { hasPapers } from '../../services/papers/day-list.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import { samplePapers } from '../../services/papers/sample-papers.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T06:00:00Z')

async function list(day: string, items: { title: string; votes?: number }[]): Promise<void> {
  await importPapers({ db: database.db, clock }, { content: JSON.stringify(items), day })
}

async function titles(day: string): Promise<string[]> {
  return (await rankedCandidates({ db: database.db, clock }, { day, size: 20 })).map(({ title }) => title)
}

/** A frozen edition with one paper in its pool. */
async function freeze(day: string, title: string): Promise<void> {
  const [edition] = (
    await sql<{ id: number }>`insert into editions (feed_day, state, frozen_at)
      values (${day}, 'frozen', now()) returning id`.execute(database.db)
  ).rows
  await sql`insert into edition_revisions values (${edition?.id}, 1, 's', 1, 1, 'r', '', '', '', '', '', now())`.execute(
    database.db
  )
  await sql`insert into edition_papers (edition_id, revision, position, paper_id, title, reason, html_block, text_block)
    select ${edition?.id}, 1, 0, id, title, '', '', '' from papers where title = ${title}`.execute(database.db)
}

test('the sample’s papers are candidates of the sample alone and in no table', async () => {
  expect(samplePapers()).toHaveLength(72)
  expect(sampleCandidates()[2]?.mail).toMatchObject({
    title: 'CenterCLIP: Token Clustering for Efficient Text-Video Retrieval',
    reason: 'No. 3 in the sample edition',
    links: { paper: 'https://arxiv.org/abs/2205.00823', code: 'https://github.com/mzhaoshuai/CenterCLIP' }
  })
  expect(await hasPapers(database)).toBe(false)
})

test('a day takes in the six days before it and nothing of the days after', async () => {
  await list('2026-11-13', [{ title: 'Too old', votes: 900 }])
  await list('2026-11-14', [{ title: 'Just in', votes: 10 }])
  await list('2026-11-20', [{ title: 'Today', votes: 10 }])
  await list('2026-11-21', [{ title: 'Tomorrow', votes: 10 }])
  expect(await titles('2026-11-20')).toEqual(['Today', 'Just in'])
})

test('a paper listed on two days is one candidate, of its newer day', async () => {
  await list('2026-11-18', [{ title: 'Again', votes: 10 }])
  await list('2026-11-20', [
    { title: 'Today', votes: 10 },
    { title: 'Again', votes: 30 }
  ])
  const again = (await rankedCandidates({ db: database.db, clock }, { day: '2026-11-20', size: 20 })).filter(
    ({ title }) => title === 'Again'
  )
  expect(again).toMatchObject([{ feedDay: '2026-11-20', votes: 30, mail: { reason: '30 votes' } }])
  expect((await titles('2026-11-19'))[0]).toBe('Again')
})

test('a paper in an edition’s pool is never a candidate again, unless the edition was cancelled', async () => {
  await freeze('2026-11-20', 'Again')
  expect(await titles('2026-11-20')).toEqual(['Today', 'Just in'])
  expect(await titles('2026-11-21')).not.toContain('Again')
  await sql`update editions set state = 'cancelled'`.execute(database.db)
  expect(await titles('2026-11-20')).toContain('Again')
})

test('the sample’s own summaries have typographic apostrophes, as all that is said here', () => {
  expect(samplePapers().filter(({ summary }) => /\p{L}'\p{L}/u.test(summary ?? ''))).toEqual([])
})
