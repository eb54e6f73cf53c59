import { beforeAll, expect, test } from 'vitest'
import { publicEnvironment, useApp } from '../support/app.ts'
import { makeEdition } from './reading-rig.ts'

const site = useApp(publicEnvironment)
const day = '2026-11-20'
let id: number
let other: number
let third: number

beforeAll(async () => {
  await site.database.pool.query("update installation set created_at = '2026-01-01'")
  await makeEdition(site, day, 6, 0)
  const { rows } = await site.database.pool.query<{ id: number }>('select id from papers order by id')
  id = rows[0]?.id ?? 0
  other = rows[1]?.id ?? 0
  third = rows[2]?.id ?? 0
  await site.database.pool.query(
    `update papers set arxiv_id = '2611.00001', authors = '{José Núñez,Ada Lovelace}', published_on = '2026-11-18',
     project_url = 'https://project.test/?a=1&b=2' where id = $1`,
    [id]
  )
})

const get = (url: string, accept = 'text/html') => site.app.inject({ url, headers: { accept } })

test('a paper has a page with the edition it was in, its place and why', async () => {
  const { statusCode, body, headers } = await get(`/paper/${id}`)
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(body).toContain(`href="/editions/${day}"`)
  expect(body).toContain('José Núñez, Ada Lovelace')
  expect(body).toContain(`<link rel="canonical" href="https://papers.example.org/paper/${id}"`)
  expect(body).toContain('<meta property="og:type" content="article"')
  expect(body).toContain('@misc{arxiv-2611.00001,')
  expect(body).toContain('href="https://project.test/?a=1&amp;b=2"')
  const json = (await get(`/paper/${id}`, 'application/json')).json()
  expect(json).toMatchObject({ id, arxivId: '2611.00001', days: [day], withdrawn: false })
  expect(json.editions).toEqual([{ day, kind: 'pool', place: 1, reason: expect.stringMatching(/./) }])
  expect(json).not.toHaveProperty('titleRuns')
})

test('where a paper was is said once: a place on the list of a day that stands there is no reason', async () => {
  const { body } = await get(`/paper/${id}`)
  expect(body).toContain('no. 1')
  expect(body).toContain(`Listed on <a href="/papers/${day}">`)
  expect(body).not.toContain('on the list of')
  // A place on the list of another day is none that stands there.
  for (const [paper, reason] of [
    [other, '120 votes'],
    [third, 'No. 3 on the list of November 19, 2026']
  ] as const) {
    await site.database.pool.query('update edition_papers set reason = $1 where paper_id = $2', [reason, paper])
    expect((await get(`/paper/${paper}`)).body).toContain(`<p class="why">${reason}</p>`)
  }
})

test('its citation comes as a file', async () => {
  const bib = await get(`/paper/${id}.bib`)
  expect(bib.headers).toMatchObject({
    'content-type': 'application/x-bibtex; charset=utf-8',
    'content-disposition': `attachment; filename="paper-${id}.bib"`
  })
  expect(bib.body).toContain("author        = {N{\\'{u}}{\\~{n}}ez, Jos{\\'{e}} and Lovelace, Ada}")
  const ris = await get(`/paper/${id}.ris`)
  expect(ris.body).toContain('AU  - Núñez, José\r\nAU  - Lovelace, Ada\r\n')
})

test('the citations of an edition are those of its papers, in their order', async () => {
  const { body, headers } = await get(`/editions/${day}.bib`)
  expect(headers['content-disposition']).toBe(`attachment; filename="daily-papers-${day}.bib"`)
  expect(body.match(/^@misc\{/gm)).toHaveLength(6)
  expect((await get(`/editions/${day}.ris`)).body.match(/^ER {2}- \r$/gm)).toHaveLength(6)
  expect((await get('/editions/2026-01-02.bib', 'application/json')).json()).toMatchObject({ code: 'EDITION_UNKNOWN' })
})

test('a paper that became another leads there', async () => {
  await site.database.pool.query('update papers set merged_into = $1 where id = $2', [id, other])
  for (const end of ['', '.bib', '.ris']) {
    const { statusCode, headers } = await get(`/paper/${other}${end}`)
    expect([statusCode, headers.location]).toEqual([301, `/paper/${id}${end}`])
  }
  // The edition's citations have it once, as what it became.
  expect((await get(`/editions/${day}.bib`)).body.match(/^@misc\{/gm)).toHaveLength(5)
  await site.database.pool.query('update papers set merged_into = null where id = $1', [other])
})

test.each(['0', '-1', '1e3', '99999999999999999999', 'abc', '007', '1.bibx', '9999'])(
  'an id that no paper has is unknown: %s',
  async (text) => {
    expect((await get(`/paper/${text}`, 'application/json')).json()).toMatchObject({
      status: 404,
      code: 'PAPER_UNKNOWN'
    })
  }
)

test('what no list and no edition ever had is unknown', async () => {
  const { rows } = await site.database.pool.query<{ id: number }>(
    `insert into papers (title, title_key, created_at, updated_at) values ('Announced', 'announced', now(), now()) returning id`
  )
  expect((await get(`/paper/${rows[0]?.id}`)).statusCode).toBe(404)
})

test('the archive of a day names its edition by the hash of its bytes', async () => {
  const { rows } = await site.database.pool.query<{ hash: string }>(
    "select encode(content_hash, 'hex') as hash from edition_revisions"
  )
  const { body } = await get(`/papers/${day}`)
  expect(body).toContain(rows[0]?.hash ?? 'no hash')
  expect(body).toContain(`href="/editions/${day}.ris"`)
})

test('the archive by month has the days and what led them', async () => {
  for (const path of ['/papers', '/papers/2026-11']) {
    const { body } = await get(path)
    expect(body).toContain('November 2026')
    expect(body).toContain(`href="/papers/${day}"`)
    expect(body).toContain('All 6 papers')
  }
  expect((await get('/papers', 'application/json')).json()).toMatchObject({
    month: '2026-11',
    days: [{ day, papers: 6 }],
    months: ['2026-11']
  })
  expect((await get('/papers/2026-10')).statusCode).toBe(404)
  expect((await get('/papers/2026-13', 'application/json')).json()).toMatchObject({ code: 'DATE_INVALID' })
})

test('an edition in the browser says what it is to whom it is passed on', async () => {
  const { body } = await get(`/editions/${day}`)
  expect(body).toContain(`<link rel="canonical" href="https://papers.example.org/editions/${day}"/>`)
  expect(body).toContain('<meta property="og:title"')
  expect(body.indexOf('og:title')).toBeLessThan(body.indexOf('</head>'))
})

test('a revision that came before has an address, and one that never was has none', async () => {
  expect((await get(`/editions/${day}?revision=1`)).statusCode).toBe(200)
  expect((await get(`/editions/${day}?revision=2`)).statusCode).toBe(404)
  expect((await get(`/editions/${day}?revision=0`)).statusCode).toBe(400)
})

test('a kept page is made anew by whatever changes it, and told apart by its tag', async () => {
  const first = await get(`/papers/${day}`)
  const tag = String(first.headers.etag)
  const again = await site.app.inject({ url: `/papers/${day}`, headers: { 'if-none-match': tag } })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  for (const statement of [
    `update papers set title = 'Renamed by a source' where id = ${id}`,
    `insert into paper_snapshots (paper_id, seen_at, votes) values (${id}, '2026-11-21T07:00:00Z', 77)`,
    `insert into curations (paper_id, act, curator, at) values (${other}, 'drop', 'Ada', '2026-11-21T07:00:00Z')`
  ]) {
    const before = (await get(`/papers/${day}`)).headers.etag
    await site.database.pool.query(statement)
    const after = await site.app.inject({ url: `/papers/${day}`, headers: { 'if-none-match': String(before) } })
    expect([statement, after.statusCode]).toEqual([statement, 200])
  }
})

test('what a machine wrote is on the page with its credit, and nowhere without', async () => {
  await site.database.pool.query(
    `update papers set summary = null, machine_summary = 'A machine says what it did.', discussion_url = 'https://huggingface.co/papers/1'
     where id = $1`,
    [id]
  )
  const { body } = await get(`/paper/${id}`)
  expect(body.match(/A machine says/g)).toHaveLength(1)
  expect(body).toContain('<a href="https://huggingface.co/papers/1">AI summary, Hugging Face</a>')
})
