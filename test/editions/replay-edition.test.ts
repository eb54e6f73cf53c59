import { beforeAll, expect, test } from 'vitest'
import { replayEdition } from '../../services/editions/replay-edition.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { addDays } from '../../services/papers/feed-day.ts'
import { makeEdition } from '../api/reading-rig.ts'
import { publicEnvironment, useApp } from '../support/app.ts'

const site = useApp(publicEnvironment)
const days = Array.from({ length: 30 }, (_, index) => addDays('2026-10-20', index))
let templates: Templates

beforeAll(async () => {
  await site.database.pool.query("update installation set created_at = '2026-01-01'")
  templates = await openTemplates()
  // 2 or 3 new papers a day of the 72 of the sample; what is listed again makes a day without news.
  for (const [index, day] of days.entries()) await makeEdition(site, day, 2 + (index % 2), Math.floor(index * 2.4))
}, 120_000)

const replay = (day: string, under = templates) => replayEdition({ db: site.deps.db, templates: under }, day)
const inTurn = async <Outcome>(work: (day: string) => Promise<Outcome>) => {
  const outcomes: Outcome[] = []
  for (const day of days) outcomes.push(await work(day))
  return outcomes
}

test('thirty editions are rebuilt byte for byte after their papers, votes and names have changed', async () => {
  await site.database.pool.query(`
    update papers set title = title || ' (v2)', abstract = 'Another one.', summary = null, authors = '{Nobody}',
      code_url = null, topics = '{other}', title_runs = null, withdrawn_at = now()`)
  await site.database.pool.query('delete from paper_listings')
  const outcomes = await inTurn((day) => replay(day))
  expect(outcomes.map(({ kind }) => kind)).toEqual(days.map(() => 'rebuilt'))
})

test('under another renderer the stored bytes are verified instead, and it is said so', async () => {
  const other = { ...templates, version: 'another' }
  const outcomes = await inTurn((day) => replay(day, other))
  for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'verified', reason: 'other_renderer' })
})

test('an edition of a version that kept no inputs is verified', async () => {
  const [day = ''] = days
  await site.database.pool.query(
    'update edition_revisions set inputs = null from editions e where e.id = edition_id and e.feed_day = $1',
    [day]
  )
  expect(await replay(day)).toMatchObject({ kind: 'verified', reason: 'no_inputs' })
})

test('one stored byte that is another is found, whoever made the edition', async () => {
  const [, day = ''] = days
  await site.database.pool.query(
    `update edition_papers p set html_block = set_byte(html_block, 40, (get_byte(html_block, 40) + 1) % 256)
     from editions e where e.id = p.edition_id and e.feed_day = $1 and position = 0`,
    [day]
  )
  expect(await replay(day)).toMatchObject({ kind: 'differs', parts: ['stored bytes'] })
  expect(await replay(day, { ...templates, version: 'another' })).toMatchObject({ kind: 'differs' })
})

test('an entry of the feeds that is another is found', async () => {
  const [, , day = ''] = days
  await site.database.pool.query(
    `update edition_papers p set feed_block = feed_block || ' ' from editions e
     where e.id = p.edition_id and e.feed_day = $1 and position = 0`,
    [day]
  )
  expect(await replay(day)).toMatchObject({ kind: 'differs', parts: ['feed entry'] })
})

test('a day without an edition has nothing to replay', async () => {
  expect(await replay('2026-01-02')).toEqual({ kind: 'unknown' })
})
