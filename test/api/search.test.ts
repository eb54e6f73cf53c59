import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { publicEnvironment, useApp } from '../support/app.ts'
import { listPapers } from '../support/papers.ts'

const site = useApp(publicEnvironment)

beforeAll(async () => {
  await listPapers(site.deps.db, '2026-11-20', 40)
  await site.database.pool.query(`
    update papers set authors = '{Bernhard Schölkopf,Ada Okafor}', arxiv_id = '2611.00007', topics = '{causality}'
    where id = (select min(id) from papers)`)
  await site.database.pool.query(`
    insert into papers (title, title_key, abstract, created_at, updated_at)
    values ('Announced by a source and listed by nobody', 'announced', 'unlistedword', now(), now())`)
})

interface Answer {
  question: string
  searched: string | null
  by: string | null
  total: number
  page: number
  pages: number
  papers: { id: number; title: string; summary: string | null; summaryUrl: string | null }[]
}
const ask = async (q: string, page?: string) => {
  const query = new URLSearchParams({ q, ...(page === undefined ? {} : { page }) })
  const { statusCode, body } = await site.app.inject({
    url: `/search?${query}`,
    headers: { accept: 'application/json' }
  })
  expect([statusCode, body]).toEqual([200, body])
  return JSON.parse(body) as Answer
}
const see = async (query: string) =>
  (await site.app.inject({ url: `/search${query}`, headers: { accept: 'text/html' } })).body

test('papers are found by title, name, topic and id, whatever the case and the accents', async () => {
  for (const question of ['scholkopf', 'SCHÖLKOPF', 'okafor', 'causality', '2611.00007', 'okafor causality']) {
    const { papers, by } = await ask(question)
    expect([question, by, papers.length]).toEqual([question, 'question', 1])
  }
})

test('a paper with the word in its title stands before those that only mention it', async () => {
  const { papers, total } = await ask('tokenizer')
  expect(total).toBeGreaterThan(3)
  const inTitle = papers.map(({ title }) => /token/i.test(title))
  expect(inTitle[0]).toBe(true)
  expect(inTitle).toEqual(inTitle.toSorted((one, other) => Number(other) - Number(one)))
})

test.each([
  ['tokenzier', 'tokenizer'],
  ['diffusoin', 'diffusion'],
  ['okfaor', 'okafor'],
  ['atention', 'attention'],
  ['schoelkopf tokenizer', 'scholkopf tokenizer']
])('a mistyped word is understood: %s', async (question, searched) => {
  expect(await ask(question)).toMatchObject({ by: expect.stringMatching(/correction|some_words/), searched })
})

test('where no paper has all of the words, those with some are shown', async () => {
  const answer = await ask('okafor teapot')
  expect(answer).toMatchObject({ by: 'some_words', total: 1 })
})

test('phrases, exclusions and quotes left open are understood, and nothing is an error', async () => {
  const all = await ask('tokenizer')
  const without = await ask('tokenizer -video')
  expect(without.total).toBeLessThan(all.total)
  for (const question of [
    '"',
    "'",
    '"next token',
    'a & | ! <-> :* ()',
    "'; drop table papers; --",
    '%',
    '\\',
    '☃',
    '-'
  ]) {
    expect((await ask(question)).question).toBe(question)
  }
})

test('what was asked to be without is never shown, however the question is changed to find something', async () => {
  expect(await ask('okafor -causality')).toMatchObject({ by: null, total: 0 })
  expect(await ask('okafor -"causality"')).toMatchObject({ by: null, total: 0 })
  expect(await ask('okfaor - causality')).toMatchObject({ by: null, total: 0 })
  expect(await ask('okafor teapot -causality')).toMatchObject({ by: null, total: 0 })
  expect(await ask('okafor teapot -zebra')).toMatchObject({ by: 'some_words', searched: 'okafor -zebra', total: 1 })
  const [asked, corrected] = [await ask('tokenizer -video'), await ask('tokenzier -Video')]
  expect(corrected).toMatchObject({ by: 'correction', searched: 'tokenizer -video', total: asked.total })
  expect(corrected.papers).toEqual(asked.papers)
  // A dash inside a word, or before another, leaves nothing out.
  expect(await ask('tokenzier-video')).toMatchObject({ searched: 'tokenizer video' })
  expect(await ask('--tokenzier')).toMatchObject({ searched: 'tokenizer' })
})

test('a question of exclusions alone that leave nothing finds nothing', async () => {
  await site.database.pool.query("update papers set topics = topics || '{everywhere}'::text[]")
  expect(await ask('-everywhere')).toMatchObject({ by: null, total: 0 })
  await site.database.pool.query("update papers set topics = array_remove(topics, 'everywhere')")
})

test('a mistyped question with OR keeps it', async () => {
  const meant = await ask('tokenizer OR okafor')
  const corrected = await ask('tokenzier or okfaor')
  expect(corrected).toMatchObject({ by: 'correction', searched: 'tokenizer OR okafor', total: meant.total })
  expect(await ask('qwertzuiop OR okfaor')).toMatchObject({ by: 'some_words', searched: 'okafor', total: 1 })
})

test('whatever is asked is answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (question) => {
      const query = new URLSearchParams({ q: question })
      const { statusCode } = await site.app.inject({ url: `/search?${query}`, headers: { accept: 'text/html' } })
      expect(statusCode).toBe(200)
    }),
    { numRuns: 60 }
  )
}, 120_000)

test('the page escapes what was asked', async () => {
  const page = await see(`?${new URLSearchParams({ q: '"><script>alert(1)</script>' })}`)
  expect(page).not.toContain('<script>alert')
  expect(page).toContain('&quot;>&lt;script>')
})

test('a result says what its mail says: what the paper did, or the credited sentence of a machine', async () => {
  await site.database.pool.query(
    `update papers set summary = null, abstract_runs = null,
       abstract = 'Sorting is old. We propose a sort that never looks back. It is a sort.'
     where arxiv_id = '2611.00007'`
  )
  const said = async () => (await ask('okafor')).papers.map(({ summary, summaryUrl }) => [summary, summaryUrl])
  expect(await said()).toEqual([['We propose a sort that never looks back.', null]])
  await site.database.pool.query(
    `update papers set machine_summary = 'A machine says what it did.', discussion_url = 'https://huggingface.co/papers/1'
     where arxiv_id = '2611.00007'`
  )
  expect(await said()).toEqual([['A machine says what it did.', 'https://huggingface.co/papers/1']])
  expect(await see('?q=okafor')).toContain('<a href="https://huggingface.co/papers/1">AI summary, Hugging Face</a>')
  // Without its page there is nobody to credit.
  await site.database.pool.query("update papers set discussion_url = null where arxiv_id = '2611.00007'")
  expect(await said()).toEqual([['We propose a sort that never looks back.', null]])
})

test('results come in pages, each paper once', async () => {
  const first = await ask('the model and token')
  const everything = await ask('model OR token OR image OR video OR language OR vision')
  expect(first.page).toBe(1)
  expect(everything.pages).toBe(Math.ceil(everything.total / 20))
  const seen: number[] = []
  for (let page = 1; page <= everything.pages; page++) {
    seen.push(
      ...(await ask('model OR token OR image OR video OR language OR vision', String(page))).papers.map(({ id }) => id)
    )
  }
  expect(new Set(seen).size).toBe(everything.total)
  expect(seen).toHaveLength(everything.total)
  expect((await ask('token', '9999')).page).toBe((await ask('token')).pages)
})

test('nothing asked, nothing found and nothing to ask with each say so', async () => {
  expect(await see('')).toContain('Words of titles, authors, topics and abstracts.')
  expect(await see('?q=qwertzuiop')).toContain('No paper found')
  expect(await see('?q=the')).toContain('No word to look for')
})

test('a question that is too long and a page that is none are refused by name', async () => {
  const read = async (url: string) => (await site.app.inject({ url, headers: { accept: 'application/json' } })).json()
  expect(await read(`/search?q=${'a'.repeat(201)}`)).toMatchObject({ code: 'QUESTION_TOO_LONG' })
  expect(await read(`/search?q=${'a'.repeat(4000)}`)).toMatchObject({ code: 'REQUEST_INVALID' })
  expect(await read('/search?q=a&page=0')).toMatchObject({ code: 'REQUEST_INVALID' })
})

test('what nobody listed, what was merged and what a curator dropped is not found', async () => {
  expect((await ask('unlistedword')).total).toBe(0)
  const [paper] = (await ask('2611.00007')).papers
  await site.database.pool.query(
    "insert into curations (paper_id, act, curator, at) values ($1, 'drop', 'Ada', now())",
    [paper?.id]
  )
  expect((await ask('2611.00007')).total).toBe(0)
  await site.database.pool.query('delete from curations')
  await site.database.pool.query('update papers set merged_into = (select max(id) from papers) where id = $1', [
    paper?.id
  ])
  expect((await ask('2611.00007')).total).toBe(0)
  await site.database.pool.query('update papers set merged_into = null where id = $1', [paper?.id])
})
