import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openHuggingFace } from '../../../services/papers/sources/hugging-face.ts'
import type { SourceReading } from '../../../services/papers/sources/source.ts'
import { clockAt, minutes } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { body, cut, html, huge, redirect, status, tooMany } from '../../support/replay/faults.ts'
import { generatePapers } from '../../support/replay/generated-papers.ts'
import { type HuggingFaceReplay, listed, startHuggingFace } from '../../support/replay/hugging-face.ts'
import { impatient } from '../../support/replay/patience.ts'
import { payload } from '../../support/replay/payload.ts'
import { startReplay } from '../../support/replay/server.ts'

const day = '2026-11-20'
const clock = clockAt(`${day}T15:00:00Z`)
let server: HuggingFaceReplay
let waits: number[]

function open(environment: Record<string, string> = {}) {
  const patience = impatient()
  waits = patience.waits
  return openHuggingFace(testConfig({ HUGGINGFACE_URL: server.url, ...environment }), { clock, ...patience })
}

const entries = (count: number, of = day) =>
  generatePapers({ seed: 1, day: of, count }).map((paper) => listed(paper, of))

const paths = () => server.asked.map(({ path }) => path)

function read(reading: SourceReading) {
  if (reading.kind !== 'read') throw new Error(`the reading is ${JSON.stringify(reading)}`)
  return reading
}

beforeEach(async () => {
  server = await startHuggingFace()
})
afterEach(() => server.close())

describe('a day', () => {
  test('is read as the source tells it, with only what it tells', async () => {
    server.disturb(body(payload('hf-daily.json')))
    const reading = read(await open().readDay(day))
    expect(reading).toMatchObject({ complete: true, refused: {} })
    const [full, minimal, withdrawn] = reading.items
    expect(full).toEqual({
      arxivId: '2611.09991',
      position: 1,
      title: 'Sparse Routing at 256×256: V_0.5 Tokenizers',
      titleRuns: [{ text: 'Sparse Routing at 256×256: V' }, { text: '0.5', kind: 'sub' }, { text: ' Tokenizers' }],
      authors: ['Ada Example', 'Bob Sample'],
      abstract:
        'We reduce cost by 35% with a “router” that emits <SEG> tokens and runs 1.5× faster at ImageNet 256×256. Code: https://github.com/example/router.',
      abstractRuns: [
        {
          text: 'We reduce cost by 35% with a “router” that emits <SEG> tokens and runs 1.5× faster at ImageNet 256×256. Code: '
        },
        { text: 'https://github.com/example/router', href: 'https://github.com/example/router' },
        { text: '.' }
      ],
      machineSummary: 'A sparse router lowers tokenizer cost while keeping quality.',
      organization: 'Example Lab',
      publishedOn: '2026-11-18',
      codeUrl: 'https://github.com/example/router',
      projectUrl: 'https://example.github.io/router/',
      discussionUrl: 'https://huggingface.co/papers/2611.09991',
      votes: 143,
      comments: 5,
      stars: 412
    })
    expect(minimal).toEqual({
      arxivId: '2611.10500',
      position: 2,
      title: 'Minimal Record Without Optional Fields',
      authors: ['Solo Writer'],
      abstract: 'No AI fields, no code, no organization.',
      publishedOn: '2026-11-19',
      discussionUrl: 'https://huggingface.co/papers/2611.10500',
      votes: 0,
      comments: 0
    })
    expect(withdrawn).toMatchObject({ arxivId: '2611.08000', position: 3, withdrawn: true, authors: [] })
    expect(withdrawn).not.toHaveProperty('machineSummary')
    // Stars of no repository.
    expect(withdrawn).not.toHaveProperty('stars')
  })

  test('of a hundred papers is read in two requests and five seconds, the texts repaired', async () => {
    server.list(day, entries(100))
    const begun = performance.now()
    const reading = read(await open().readDay(day))
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(reading.items.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(reading.items[0]?.title).toMatch(/ at 256×256$/)
    expect(reading.items[0]?.abstract).toMatch(/35% at 256×256\. It holds on <SEG> &/)
    expect(paths().filter((path) => path.includes('date='))).toEqual([
      `/api/daily_papers?date=${day}&limit=100&p=0`,
      `/api/daily_papers?date=${day}&limit=100&p=1`
    ])
  })

  test('of more than a page is read to its end, each paper once and in order', async () => {
    const list = entries(101)
    server.list(day, list)
    const reading = read(await open().readDay(day))
    expect(reading.items).toHaveLength(101)
    expect(reading).toMatchObject({ complete: true, refused: {} })
    expect(paths().filter((path) => path.includes('date='))).toHaveLength(2)
  })

  test('whose list moves on between two pages gives each paper once', async () => {
    const list = entries(150)
    server.disturb(body(JSON.stringify(list.slice(0, 100)), 'application/json', { link: '</x?p=1>; rel="next"' }))
    server.disturb(body(JSON.stringify(list.slice(98))))
    const reading = read(await open().readDay(day))
    expect(reading.items).toHaveLength(150)
    expect(reading.items.at(-1)?.position).toBe(150)
    expect(reading).toMatchObject({ complete: true, refused: { 'listed twice': 2 } })
  })

  test('that never ends is given up after ten pages, and says so', async () => {
    const page = body(JSON.stringify(entries(100)), 'application/json', { link: '</x>; rel="next"' })
    server.disturb(...Array.from({ length: 20 }, () => page))
    const reading = read(await open().readDay(day))
    expect(reading).toMatchObject({ complete: false, reason: 'more than 10 pages', refused: { 'listed twice': 900 } })
    expect(reading.items).toHaveLength(100)
  })

  test('without papers is complete and empty, and costs one request', async () => {
    expect(await open().readDay('2026-11-21')).toEqual({ kind: 'read', items: [], complete: true, refused: {} })
    expect(server.asked).toHaveLength(1)
  })

  test('that has not begun is not open', async () => {
    server.open(day)
    expect(await open().readDay('2026-11-21')).toEqual({ kind: 'not_open' })
    expect(server.asked).toHaveLength(1)
  })

  test('that is no date is never asked for', async () => {
    await expect(open().readDay('2026-02-30')).rejects.toThrow('not a feed day')
    expect(server.asked).toEqual([])
  })

  test('grows, and a paper listed on two days is read on both', async () => {
    const source = open()
    for (const count of [1, 7, 40]) {
      server.list(day, entries(count))
      expect(read(await source.readDay(day)).items).toHaveLength(count)
    }
    server.list('2026-11-21', [...entries(2, '2026-11-21'), ...entries(1)])
    const next = read(await source.readDay('2026-11-21'))
    expect(next.items.map(({ arxivId }) => arxivId)).toContain(read(await source.readDay(day)).items[0]?.arxivId)
  })
})

describe('requests', () => {
  test('say who asks, and carry the token where there is one', async () => {
    server.list(day, entries(1))
    await open({ CONTACT_EMAIL: 'desk@example.org' }).readDay(day)
    expect(server.asked[0]?.headers).toMatchObject({
      'user-agent': expect.stringMatching(/^DailyPapers\/.+ \(mailto:desk@example\.org\)$/),
      accept: 'application/json'
    })
    expect(server.asked[0]?.headers).not.toHaveProperty('authorization')
    await open({ HUGGINGFACE_TOKEN: 'hf_example' }).readDay(day)
    expect(server.asked.at(-1)?.headers.authorization).toBe('Bearer hf_example')
  })

  test('wait for the end of the window when it is spent', async () => {
    server.list(day, entries(3))
    server.disturb(tooMany({ ratelimit: '"api";r=0;t=55' }), tooMany({ 'retry-after': '7' }))
    expect(read(await open().readDay(day)).items).toHaveLength(3)
    expect(waits).toEqual([56_000, 7000])
  })

  test('do not follow a next page to another place', async () => {
    const elsewhere = await startReplay((_request, response) => response.writeHead(200).end('[]'))
    const link = { link: `<${elsewhere.url}/api/daily_papers?p=1>; rel="next"` }
    server.list(day, entries(101))
    server.disturb(body(JSON.stringify(entries(100)), 'application/json', link))
    expect(read(await open().readDay(day)).items).toHaveLength(101)
    expect(elsewhere.asked).toEqual([])
    await elsewhere.close()
  })
})

describe('trending', () => {
  test('is asked once a run, and gives its places to the papers of all days', async () => {
    const [first, second, third] = entries(3)
    server.list(day, [first, second, third])
    server.list('2026-11-19', entries(2, '2026-11-19'))
    server.trend([entries(1, '2026-11-19')[0], { paper: {} }, third, third, first])
    const source = open()
    expect(read(await source.readDay(day)).items.map(({ sourceRank }) => sourceRank)).toEqual([5, undefined, 3])
    expect(read(await source.readDay('2026-11-19')).items.map(({ sourceRank }) => sourceRank)).toEqual([1, undefined])
    const trendingPaths = () => paths().filter((path) => path.includes('sort'))
    expect(trendingPaths()).toEqual(['/api/daily_papers?sort=trending&limit=100&p=0'])
    clock.advance(minutes(30))
    await source.readDay(day)
    expect(trendingPaths()).toHaveLength(2)
  })

  test.each([
    ['HTML', html],
    ['an error', status(500)],
    ['a redirect', redirect('https://evil.example.org/')],
    ['no list', body('{"error":"no"}')]
  ])('that is %s costs the places and nothing else', async (_what, fault) => {
    server.list(day, entries(2))
    server.disturb(undefined, fault, fault, fault)
    const reading = read(await open().readDay(day))
    expect(reading).toMatchObject({ complete: true, refused: {} })
    expect(reading.items.map(({ sourceRank }) => sourceRank)).toEqual([undefined, undefined])
  })
})

describe('a day cannot be read', () => {
  const always = 3
  test.each([
    ['where requests are too many, with no word on when to come again', tooMany(), /^HTTP 429$/],
    ['where the wait would be too long', tooMany({ 'retry-after': '7200' }), /^HTTP 429, with a wait of 7200 s$/],
    ['where the server is broken', status(503), /^HTTP 503$/],
    ['where HTML comes', html, /^content type text\/html$/],
    ['where HTML comes as JSON', body('<html></html>'), /^the answer is not JSON$/],
    ['where the JSON stops', body(payload('hf-daily.json').slice(0, 3000)), /^the answer is not JSON$/],
    ['where the connection is cut', cut(payload('hf-daily.json')), /aborted|hang up|reset/],
    ['where nothing comes', body(''), /^the answer is not JSON$/],
    ['where an error comes as a success', body('{"error":"Internal"}'), /^the answer is no list$/],
    ['where null comes', body('null'), /^the answer is no list$/],
    ['where JSON is nested without end', body('['.repeat(4_000_000)), /^the answer is not JSON$/],
    ['where ten megabytes come', huge(10_000_000, 'application/json'), /larger than 5000000 bytes/],
    ['where it leads elsewhere', redirect('https://evil.example.org/'), /^redirected to https:\/\/evil/],
    ['where the token is not taken', status(401, { 'x-error-message': 'Invalid token' }), /^HTTP 401: Invalid token$/]
  ])('%s, and the reason is told', async (_what, fault, reason) => {
    server.disturb(...Array.from({ length: always }, () => fault))
    expect(await open().readDay(day)).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) })
  })

  test('where its server is away', async () => {
    await server.close()
    expect(await open().readDay(day)).toEqual({ kind: 'failed', reason: expect.stringContaining('ECONNREFUSED') })
    server = await startHuggingFace()
  })

  test.each([
    ['broken', status(500), 'page 2: HTTP 500'],
    ['no JSON', body('['), 'page 2: the answer is not JSON'],
    ['refused', status(400), 'page 2: HTTP 400']
  ])('to its end where a later page is %s: what was read counts, as incomplete', async (_what, fault, reason) => {
    server.list(day, entries(150))
    server.disturb(undefined, fault, fault, fault)
    const reading = read(await open().readDay(day))
    expect(reading).toMatchObject({ complete: false, reason })
    expect(reading.items).toHaveLength(100)
  })
})
