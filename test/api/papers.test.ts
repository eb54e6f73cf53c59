import { beforeEach, expect, test } from 'vitest'
import { publicEnvironment, tuesday, useApp } from '../support/app.ts'
import { listPapers } from '../support/papers.ts'

const local = useApp()
const site = useApp(publicEnvironment)

beforeEach(async () => {
  for (const { database, deps } of [local, site]) {
    await database.pool.query('truncate papers cascade')
    deps.clock.set(tuesday)
  }
})

const see = async (url: string, where = site) =>
  (await where.app.inject({ url, headers: { accept: 'text/html' } })).body
const read = async (url: string, where = site) =>
  (await where.app.inject({ url, headers: { accept: 'application/json' } })).json<{
    day: string | null
    filling: boolean
    previous: string | null
    next: string | null
    papers: {
      title: string
      summary: string | null
      summaryUrl: string | null
      reason: string | null
      links: { paper: string }
    }[]
    open: { day: string; papers: number; leading: string | null } | null
  }>()

test('with no papers, local mode shows the sample and says that it is one', async () => {
  for (const page of [await see('/', local), await see('/papers/sample', local)]) {
    expect(page).toContain('The sample edition')
    expect(page).toContain('This is a sample.')
    expect(page.match(/<article/g)).toHaveLength(72)
  }
  expect(await read('/', local)).toMatchObject({ day: null, open: null })
})

test('a public installation never shows the sample', async () => {
  const page = await see('/')
  expect(page).not.toContain('sample')
  expect(page).toContain('No papers yet')
  expect((await site.app.inject('/papers/sample')).statusCode).toBe(404)
})

test('the front page shows the newest closed day, and word of the open one', async () => {
  await listPapers(site.deps.db, '2026-11-20', 4)
  await listPapers(site.deps.db, '2026-11-23', 5, 4)
  await listPapers(site.deps.db, '2026-11-24', 6, 9)
  const page = await see('/')
  expect(page).toContain('Get trending papers in your email inbox!')
  expect(page).toContain('November 23, 2026')
  expect(page.match(/<article/g)).toHaveLength(5)
  expect(page).toContain('November 24, 2026 is still filling:</strong> 6 papers so far, led by “')
  expect(page).toContain('href="/papers/2026-11-24"')
  expect(page).toContain('Hugging Face Daily Papers')
  const { day, previous, next, open } = await read('/')
  expect({ day, previous, next }).toEqual({ day: '2026-11-23', previous: '2026-11-20', next: '2026-11-24' })
  expect(open).toEqual({ day: '2026-11-24', papers: 6, leading: expect.stringMatching(/./) })
})

test('where only the open day has papers, it is what the front page shows', async () => {
  await listPapers(site.deps.db, '2026-11-24', 3)
  const page = await see('/')
  expect(page).toContain('November 24, 2026')
  expect(page).toContain('3 papers so far')
  expect(page).toContain('Still filling.')
  expect(await read('/')).toMatchObject({ day: '2026-11-24', filling: true, open: null })
})

test('a day of the archive names its neighbours that have papers', async () => {
  for (const [place, day] of ['2026-11-17', '2026-11-20', '2026-11-23'].entries())
    await listPapers(site.deps.db, day, 2, place * 2)
  const page = await see('/papers/2026-11-20')
  expect(page).toContain('rel="prev" href="/papers/2026-11-17"')
  expect(page).toContain('rel="next" href="/papers/2026-11-23"')
  expect(await read('/papers/2026-11-20')).toMatchObject({ filling: false, previous: '2026-11-17', next: '2026-11-23' })
})

test('a day without papers is an empty page, one that has not begun is none', async () => {
  expect(await see('/papers/2026-11-22')).toContain('Nothing was listed on this day')
  expect((await site.app.inject('/papers/2026-11-25')).statusCode).toBe(404)
  for (const date of ['2026-13-01', '2026-02-30', 'today', '2026-11-2', '%3Cscript%3E']) {
    const { statusCode, body } = await site.app.inject({ url: `/papers/${date}`, headers: { accept: 'text/html' } })
    expect([date, statusCode]).toEqual([date, 400])
    expect(body).not.toContain('<script>')
  }
})

test('titles, names, summaries and links from outside stay text', async () => {
  const hostile = '<img src=x onerror=alert(1)>"\'&{{7*7}}<mj-raw>'
  await site.database.pool.query(
    `insert into papers (arxiv_id, title, title_key, authors, abstract, summary, topics, code_url, project_url, created_at, updated_at)
     values ('2611.00001', $1, 'hostile', array[$1], $1, $1, array[$1], 'https://user:pw@evil.test/', 'https://example.org/"onmouseover=x', now(), now())`,
    [hostile]
  )
  await site.database.pool.query(
    `insert into paper_listings (paper_id, feed_day, source, position, first_seen_at)
     select id, '2026-11-23', 'saved-page', 1, '2026-11-23T18:00Z' from papers`
  )
  const page = await see('/papers/2026-11-23')
  expect(page).not.toMatch(/<img|<mj-raw|onmouseover=x"|evil\.test/)
  expect(page).toContain('&lt;img src=x onerror=alert(1)>')
  const hosts = [...page.matchAll(/href="(https?:\/\/[^"]+)"/g)].map(([, url = '']) => new URL(url).hostname)
  expect(new Set(hosts)).toEqual(new Set(['papers.example.org', 'arxiv.org', 'huggingface.co']))
})

test('under its own date a day gives no place on its list as a reason, and every other reason', async () => {
  await listPapers(site.deps.db, '2026-11-19', 2, 60)
  await site.database.pool.query(
    `update paper_listings set votes = 12 where feed_day = '2026-11-19' and paper_id =
       (select max(paper_id) from paper_listings where feed_day = '2026-11-19')`
  )
  const page = await see('/papers/2026-11-19')
  expect(page.match(/class="reason"/g)).toHaveLength(1)
  expect(page).toContain('<p class="reason">12 votes')
  expect(page).not.toContain('on the list of')
  expect((await read('/papers/2026-11-19')).papers.map(({ reason }) => reason)).toContain(null)
})

test('a day says of a paper what its mail says: what it did, or the credited sentence of a machine', async () => {
  await listPapers(site.deps.db, '2026-11-23', 2)
  await site.database.pool.query(
    `update papers set summary = null, abstract_runs = null, abstract = 'Sorting is old. We propose a sort that never looks back. ' ||
       repeat('A sentence that says little. ', 100)`
  )
  await site.database.pool.query(
    `update papers set machine_summary = 'A machine says what it did.', discussion_url = 'https://huggingface.co/papers/1'
     where id = (select max(id) from papers)`
  )
  const { papers } = await read('/papers/2026-11-23')
  expect(papers.map(({ summary, summaryUrl }) => [summary, summaryUrl])).toEqual([
    ['We propose a sort that never looks back.', null],
    ['A machine says what it did.', 'https://huggingface.co/papers/1']
  ])
  const page = await see('/papers/2026-11-23')
  expect(page).toContain('<a href="https://huggingface.co/papers/1">AI summary, Hugging Face</a>')
  expect(page).not.toContain('Sorting is old')
})
