import { beforeEach, expect, test } from 'vitest'
import { rankedCandidates } from '../../services/papers/candidates.ts'
import { listDay } from '../../services/papers/day-list.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { at, day, hoursAgo } from './ranking-signals.ts'

const database = useDatabase()
const clock = clockAt(at.toISOString())

beforeEach(async () => {
  await database.pool.query('truncate papers, editions restart identity cascade')
})

interface Given {
  title: string
  source?: string | null
  feedDay?: string
  votes?: number
  organization?: string
  withdrawn?: boolean
  readings?: { hours: number; votes?: number; stars?: number; codeUrl?: string; rank?: number }[]
  acts?: { act: 'add' | 'pin' | 'drop'; hours?: number; note?: string; curator?: string }[]
}

async function given(...papers: Given[]): Promise<void> {
  for (const [index, paper] of papers.entries()) {
    const { id } = await database.db
      .insertInto('papers')
      .values({
        title: paper.title,
        title_key: paper.title.toLowerCase(),
        organization: paper.organization ?? null,
        withdrawn_at: paper.withdrawn ? hoursAgo(2) : null,
        created_at: hoursAgo(40),
        updated_at: hoursAgo(40)
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (paper.source !== null)
      await database.db
        .insertInto('paper_listings')
        .values({
          paper_id: id,
          feed_day: paper.feedDay ?? day,
          source: paper.source ?? 'huggingface',
          position: index + 1,
          votes: paper.votes ?? null,
          first_seen_at: hoursAgo(30)
        })
        .execute()
    for (const { hours, votes = null, stars = null, codeUrl = null, rank = null } of paper.readings ?? [])
      await database.db
        .insertInto('paper_snapshots')
        .values({ paper_id: id, seen_at: hoursAgo(hours), votes, stars, code_url: codeUrl, source_rank: rank })
        .execute()
    for (const { act, hours = 1, note = null, curator = 'Ada' } of paper.acts ?? [])
      await database.db
        .insertInto('curations')
        .values({ paper_id: id, act, curator, note, at: hoursAgo(hours) })
        .execute()
  }
}

const candidates = (of = day, size = 20) => rankedCandidates({ db: database.db, clock }, { day: of, size })
const titles = async (of?: string, size?: number) => (await candidates(of, size)).map(({ title }) => title)

test('a candidate comes with its rise, the reason and the terms of its score', async () => {
  const code = { codeUrl: 'https://a.test/x' }
  await given({
    title: 'Rising',
    votes: 3,
    readings: [
      { hours: 50, votes: 1, ...code },
      { hours: 30, votes: 10, stars: 3000, ...code },
      { hours: 22, votes: 20, stars: 3301, ...code },
      { hours: 10, votes: 60, stars: 3390, ...code },
      { hours: 1, votes: 140, stars: 3400, rank: 10, ...code },
      { hours: -1, votes: 900, stars: 9000, ...code }
    ]
  })
  const [candidate] = await candidates()
  expect(candidate?.mail.reason).toBe('+120 votes since yesterday, 3,400 stars')
  expect(candidate?.latest?.seenAt).toEqual(hoursAgo(1))
  expect(candidate?.terms).toEqual({
    level: Math.log10(141),
    velocity: 0.5 * Math.log10(121),
    starsGained: 0.35 * Math.log10(100),
    stars: 0.1 * Math.log10(3401),
    place: 0.3 / 1.1,
    age: 0
  })
})

test('only a community’s list or a curator makes a candidate', async () => {
  await given(
    { title: 'Hugging Face', source: 'huggingface', votes: 4 },
    { title: 'Saved page', source: 'saved-page', votes: 3 },
    { title: 'JSON', source: 'json', votes: 2 },
    { title: 'Announced only', source: 'arxiv', votes: 1 },
    { title: 'Read, and on no list', source: null, readings: [{ hours: 1, votes: 900 }] },
    { title: 'Added', source: 'curator', acts: [{ act: 'add', note: 'read this' }] },
    { title: 'Pinned', source: null, acts: [{ act: 'pin' }] }
  )
  const found = await candidates()
  expect(found.map(({ title }) => title).toSorted()).toEqual(['Added', 'Hugging Face', 'JSON', 'Pinned', 'Saved page'])
  expect(found[0]).toMatchObject({ title: 'Pinned', mail: { reason: 'Picked by Ada' } })
  expect(found.find(({ title }) => title === 'Added')).toMatchObject({
    source: 'curator',
    position: null,
    mail: { reason: 'Picked by Ada: read this' }
  })
})

test('a pick counts for the days before it whose edition is not made, and a week on', async () => {
  await given(
    // The day's list closed 5.5 hours ago, and the next one's comes in 18.5.
    { title: 'Just now', source: null, acts: [{ act: 'add', hours: 0 }] },
    { title: 'A week ago', source: null, acts: [{ act: 'add', hours: 6 * 24 }] },
    { title: 'Eight days ago', source: null, acts: [{ act: 'add', hours: 8 * 24 }] },
    { title: 'Tomorrow', source: null, acts: [{ act: 'add', hours: -1 }] }
  )
  expect((await titles()).toSorted()).toEqual(['A week ago', 'Just now'])
  expect((await titles('2026-11-19')).toSorted()).toEqual(['A week ago', 'Eight days ago'])
})

test('pins come first in the order of pinning, and the newest of them says why', async () => {
  await given(
    { title: 'Best', votes: 500 },
    { title: 'Pinned first', votes: 1, acts: [{ act: 'pin', hours: 3 }] },
    { title: 'Pinned later', votes: 9, acts: [{ act: 'pin', hours: 2, note: 'seen it' }] }
  )
  await database.pool.query(`insert into curations (paper_id, act, curator, note, at)
    select id, 'pin', 'Grace', 'again', '${hoursAgo(1).toISOString()}' from papers where title = 'Pinned first'`)
  expect((await candidates()).map(({ title, reason }) => [title, reason])).toEqual([
    ['Pinned first', 'Picked by Grace: again'],
    ['Pinned later', 'Picked by Ada: seen it'],
    ['Best', '500 votes on Hugging Face Daily Papers']
  ])
})

test('a drop is final, whatever comes after it, also on the day’s page', async () => {
  await given(
    { title: 'Kept', votes: 1 },
    {
      title: 'Dropped',
      votes: 900,
      acts: [
        { act: 'drop', hours: 5 },
        { act: 'pin', hours: 1 }
      ]
    }
  )
  expect(await titles()).toEqual(['Kept'])
  expect((await listDay({ db: database.db, clock }, day)).map(({ title }) => title)).toEqual(['Kept'])
})

test('a withdrawn paper is no candidate, and stays on the day’s page', async () => {
  await given({ title: 'Withdrawn', votes: 900, withdrawn: true, acts: [{ act: 'pin' }] })
  expect(await titles()).toEqual([])
  expect(await listDay({ db: database.db, clock }, day)).toMatchObject([
    { title: 'Withdrawn', withdrawnAt: hoursAgo(2) }
  ])
})

test('a pinned paper that was in an edition stays out of the next one', async () => {
  await given({ title: 'Sent', votes: 10, acts: [{ act: 'pin' }] }, { title: 'New', votes: 1 })
  await database.pool.query(`
    with e as (insert into editions (feed_day, state, frozen_at) values ('2026-11-19', 'sent', now()) returning id),
    r as (insert into edition_revisions select id, 1, 's', 1, 1, 'r', '', '', '', '', '', now() from e)
    insert into edition_papers (edition_id, revision, position, paper_id, title, reason, html_block, text_block)
    select e.id, 1, 0, p.id, p.title, '', '', '' from e, papers p where p.title = 'Sent'`)
  expect(await titles()).toEqual(['New'])
})

test('of one organization three stand among the first, and all are candidates', async () => {
  await given(
    ...[50, 40, 30, 20].map((votes) => ({ title: `Acme ${votes}`, votes, organization: 'Acme' })),
    { title: 'Small', votes: 2 },
    { title: 'Smaller', votes: 1 }
  )
  expect(await titles(day, 4)).toEqual(['Acme 50', 'Acme 40', 'Acme 30', 'Small', 'Acme 20', 'Smaller'])
})

test('a paper that came without topics is given those its text speaks of', async () => {
  await given({ title: 'Faster Text-to-Image Diffusion', votes: 1 })
  expect((await candidates())[0]?.mail.topics).toEqual(['image generation', 'efficiency'])
})
