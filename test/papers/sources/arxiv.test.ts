import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArxiv } from '../../../services/papers/sources/arxiv/arxiv.ts'
import type { SourceReading } from '../../../services/papers/sources/source.ts'
import { clockAt, type TestClock } from '../../support/clock.ts'
import { testConfig } from '../../support/config.ts'
import { type ArxivReplay, startArxiv } from '../../support/replay/arxiv.ts'
import { type Announced, rssXml } from '../../support/replay/arxiv-xml.ts'
import { body, cut, hangUp, html, huge, redirect, status, tooMany } from '../../support/replay/faults.ts'
import { generatePapers } from '../../support/replay/generated-papers.ts'
import { impatient } from '../../support/replay/patience.ts'
import { payload } from '../../support/replay/payload.ts'

/** A Friday. */
const day = '2026-11-20'
let server: ArxivReplay
let clock: TestClock
let waits: number[]

function open(environment: Record<string, string> = {}) {
  const patience = impatient()
  waits = patience.waits
  const addresses = { ARXIV_RSS_URL: server.url, ARXIV_OAI_URL: server.url }
  return openArxiv(testConfig({ ...addresses, ...environment }), { clock, ...patience })
}

const announced = (count: number, of = day, type: Announced['type'] = 'new'): Announced[] =>
  generatePapers({ seed: 3, day: of, count }).map((paper) => ({ ...paper, type }))

const paths = () => server.asked.map(({ path }) => decodeURIComponent(path))

const rss = (text: string, headers: Record<string, string> = {}) => body(text, 'application/rss+xml', headers)
const oai = (text: string) => body(text, 'text/xml; charset=utf-8')

function read(reading: SourceReading) {
  if (reading.kind !== 'read') throw new Error(`the reading is ${JSON.stringify(reading)}`)
  return reading
}

beforeEach(async () => {
  server = await startArxiv()
  server.turnTo(day)
  clock = clockAt(`${day}T12:00:00Z`)
})
afterEach(() => server.close())

describe("today's announcements", () => {
  test('come from the feed: new papers and new versions, with the version', async () => {
    server.disturb(rss(payload('arxiv-rss.xml')))
    expect(await open().readDay(day)).toEqual({
      kind: 'read',
      complete: true,
      refused: {},
      items: [
        {
          arxivId: '2611.09991',
          version: 1,
          title: 'Sparse Routing at 256×256: A 35% Cheaper Tokenizer',
          authors: ['Ada Example', 'Bob Sample'],
          abstract: 'We reduce cost by 35% with a “router” that emits <SEG> tokens when p<0.1 & runs faster.'
        },
        {
          arxivId: 'hep-th/9901001',
          version: 4,
          title: 'Older work, revised',
          authors: ['S. Author'],
          abstract: 'Revised.',
          doi: '10.1000/example.7'
        }
      ]
    })
    expect(paths()).toEqual(['/rss/cs.AI+cs.CL+cs.CV+cs.LG'])
  })

  test('of a large day are read in five seconds, with a withdrawal among them', async () => {
    const papers = announced(1200)
    papers[7] = { ...(papers[7] as Announced), type: 'replace', version: 2, abstract: 'This paper has been withdrawn.' }
    server.announce(day, papers)
    const begun = performance.now()
    const reading = read(await open().readDay(day))
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(reading.items).toHaveLength(1200)
    const seventh = reading.items.find(({ arxivId }) => arxivId === papers[7]?.arxivId)
    expect(seventh).toMatchObject({ version: 2, withdrawn: true })
    expect(reading.items.filter(({ withdrawn }) => withdrawn === true)).toHaveLength(1)
  })

  test('are not sent again while they stay the same', async () => {
    server.announce(day, announced(5))
    const source = open()
    const first = await source.readDay(day)
    expect(await source.readDay(day)).toEqual(first)
    expect(server.asked[0]?.headers).not.toHaveProperty('if-none-match')
    expect(server.asked[1]?.headers['if-none-match']).toMatch(/^"[0-9a-f]{64}"$/)
    server.announce(day, announced(6))
    expect(read(await source.readDay(day)).items).toHaveLength(6)
  })

  test.each([
    ['a weekend', '2026-11-21'],
    ['a holiday', '2026-11-26']
  ])('are none on %s: that is no failure', async (_what, free) => {
    server.turnTo(free)
    clock.set(`${free}T12:00:00Z`)
    expect(await open().readDay(free)).toEqual({ kind: 'read', items: [], complete: true, refused: {} })
    expect(server.asked).toHaveLength(1)
  })

  test('are none on a Sunday whose feed is still that of Friday', async () => {
    server.announce(day, announced(5))
    clock.set('2026-11-22T12:00:00Z')
    expect(await open().readDay('2026-11-22')).toEqual({ kind: 'read', items: [], complete: true, refused: {} })
  })

  test('begin at midnight in New York', async () => {
    clock.set('2026-11-20T04:59:00Z')
    expect(await open().readDay(day)).toEqual({ kind: 'not_open' })
    expect(server.asked).toEqual([])
    clock.set('2026-11-20T05:00:00Z')
    expect(await open().readDay(day)).toMatchObject({ kind: 'read' })
  })

  test('are read in halves where all categories are too much for one feed', async () => {
    const papers = announced(2500).map((paper, index) => ({
      ...paper,
      abstract: 'Short.',
      categories: [['cs.AI', 'cs.LG'], ['cs.CV'], ['cs.LG']][index % 3] ?? []
    }))
    server.announce(day, papers)
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.AI,cs.LG,cs.CV' }).readDay(day))
    expect(paths()).toEqual(['/rss/cs.AI+cs.LG+cs.CV', '/rss/cs.AI+cs.LG', '/rss/cs.CV'])
    expect(new Set(reading.items.map(({ arxivId }) => arxivId)).size).toBe(2500)
    expect(reading).toMatchObject({ complete: true, refused: {} })
  })

  test('are read in halves where one feed is too large to be taken', async () => {
    server.announce(day, announced(4))
    server.disturb(huge(6_000_000, 'application/rss+xml'))
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.AI,cs.CL,cs.CV,cs.LG' }).readDay(day))
    expect(reading.items).toHaveLength(4)
    expect(paths()).toEqual(['/rss/cs.AI+cs.CL+cs.CV+cs.LG', '/rss/cs.AI+cs.CL', '/rss/cs.CV+cs.LG'])
  })

  test('of one category that fills its feed are not complete', async () => {
    server.announce(
      day,
      announced(2001).map((paper) => ({ ...paper, abstract: 'Short.', categories: ['cs.AI'] }))
    )
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.AI' }).readDay(day))
    expect(reading).toMatchObject({ complete: false, reason: expect.stringContaining('full') })
    expect(reading.items).toHaveLength(2000)
  })
})

describe('the records of OAI-PMH', () => {
  test('are read for a day gone by, by category and page by page, with first dates', async () => {
    const papers = announced(700, '2026-11-18').map((paper) => ({ ...paper, categories: ['cs.CL', 'cs.LG'] }))
    server.announce('2026-11-18', papers)
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.CL,hep-th' }).readDay('2026-11-18'))
    expect(reading.items).toHaveLength(700)
    expect(reading.items[0]).toMatchObject({ version: 1, publishedOn: papers[0]?.submittedOn })
    expect(reading).toMatchObject({ complete: true, refused: {} })
    expect(paths()).toEqual([
      '/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:cs:CL&from=2026-11-18&until=2026-11-18',
      expect.stringMatching(/^\/oai\?verb=ListRecords&resumptionToken=[\w-]+$/),
      '/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=physics:hep-th&from=2026-11-18&until=2026-11-18'
    ])
  })

  test('of a paper in several categories are one paper', async () => {
    server.announce(
      '2026-11-18',
      announced(3, '2026-11-18').map((paper) => ({ ...paper, categories: ['cs.AI', 'cs.CL', 'cs.LG'] }))
    )
    const reading = read(await open().readDay('2026-11-18'))
    expect(reading.items).toHaveLength(3)
    expect(reading.refused).toEqual({})
  })

  test('tell a withdrawal by its comment', async () => {
    const [paper] = announced(1, '2026-11-18')
    const withdrawn = {
      ...(paper as Announced),
      version: 3,
      comment: 'Withdrawn: an error in Eq. 4',
      categories: ['cs.AI']
    }
    server.announce('2026-11-18', [withdrawn])
    const { items } = read(await open().readDay('2026-11-18'))
    expect(items).toMatchObject([{ version: 3, withdrawn: true }])
  })

  test('that are none leave the day empty and complete', async () => {
    server.disturb(oai(payload('arxiv-oai-norecords.xml')))
    expect(await open({ ARXIV_CATEGORIES: 'cs.CL' }).readDay('2026-11-18')).toEqual({
      kind: 'read',
      items: [],
      complete: true,
      refused: {}
    })
  })

  test('of which one category fails leave the day incomplete, and the others count', async () => {
    server.announce(
      '2026-11-18',
      announced(4, '2026-11-18').map((paper) => ({ ...paper, categories: ['cs.LG'] }))
    )
    server.disturb(oai('<OAI-PMH><error code="badArgument">No such set.</error></OAI-PMH>'))
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.AI,cs.LG' }).readDay('2026-11-18'))
    expect(reading).toMatchObject({ complete: false, reason: 'cs.AI: OAI error: badArgument' })
    expect(reading.items).toHaveLength(4)
  })

  test.each([
    ['away', hangUp, 3],
    ['wanting to be left alone', tooMany({ 'retry-after': '3600' }), 1]
  ])('that are %s are not asked for category by category', async (_what, fault, requests) => {
    server.disturb(...Array.from({ length: 20 }, () => fault))
    expect(await open().readDay('2026-11-18')).toMatchObject({ kind: 'failed' })
    expect(server.asked).toHaveLength(requests)
  })

  test('that go on without end are given up', async () => {
    const page = oai(payload('arxiv-oai.xml'))
    server.disturb(...Array.from({ length: 40 }, () => page))
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.CL' }).readDay('2026-11-18'))
    expect(reading).toMatchObject({ complete: false, reason: 'cs.CL: more than 20 pages' })
    expect(reading.items).toHaveLength(1)
    expect(server.asked).toHaveLength(20)
  })
})

describe('where the feed', () => {
  beforeEach(() => server.announce(day, announced(9)))
  const always = 3

  test.each([
    ['asks for patience without end', tooMany(), 'feed: HTTP 429'],
    ['is broken', status(500), 'feed: HTTP 500'],
    ['is HTML', html, 'feed: content type text/html'],
    ['is HTML that says it is a feed', rss('<!DOCTYPE html><html></html>'), 'feed: the feed is broken XML'],
    ['stops', rss(payload('arxiv-rss.xml').slice(0, 1500)), 'feed: the feed is broken XML'],
    ['is cut', cut(payload('arxiv-rss.xml'), 'application/rss+xml'), 'feed: '],
    ['has entities of its own', rss('<!DOCTYPE x [<!ENTITY a "aaaa">]><rss/>'), 'feed: the feed is broken XML'],
    ['has no channel', rss('<rss></rss>'), 'feed: the answer is no feed'],
    ['has no date', rss('<rss><channel><title>x</title></channel></rss>'), 'feed: the feed has no date'],
    ['leads elsewhere', redirect('https://evil.example.org/'), 'feed: redirected to https://evil.example.org']
  ])('%s, the records are read and the reason is told', async (_what, fault, reason) => {
    server.disturb(
      ...Array.from({ length: reason === 'feed: HTTP 429' || /500|feed: $/.test(reason) ? always : 1 }, () => fault)
    )
    const reading = read(await open().readDay(day))
    expect(reading.items).toHaveLength(9)
    expect(reading).toMatchObject({ complete: true, reason: expect.stringContaining(reason) })
  })

  test('says what is wrong with a category, that is told, and the others are read', async () => {
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.XX,cs.AI,cs.CL,cs.CV,cs.LG' }).readDay(day))
    expect(reading.reason).toBe("feed: HTTP 400, feed error: Bad subject class 'cs.XX'.")
    expect(reading.items).toHaveLength(9)
    server.disturb((_request, response) =>
      response.writeHead(400, { 'content-type': 'application/rss+xml' }).end(payload('arxiv-rss-error.xml'))
    )
    expect(read(await open().readDay(day)).reason).toMatch(/Bad subject class 'XX'\. Valid subject classes/)
  })

  test("is yesterday's still, the records are read", async () => {
    server.turnTo('2026-11-19')
    const reading = read(await open().readDay(day))
    expect(reading).toMatchObject({ complete: true, reason: 'the feed is that of 2026-11-19' })
    expect(reading.items).toHaveLength(9)
  })

  test("is yesterday's still and there are no records, the day is not complete", async () => {
    server.announce(day, [])
    server.turnTo('2026-11-19')
    expect(await open().readDay(day)).toEqual({
      kind: 'read',
      items: [],
      complete: false,
      refused: {},
      reason: 'the feed is that of 2026-11-19'
    })
  })

  test("repeats yesterday's papers under today's date, the records are read", async () => {
    const source = open()
    await source.readDay(day)
    clock.set('2026-11-23T12:00:00Z')
    server.disturb(rss(rssXml({ day: '2026-11-23', title: 'x', papers: announced(9) })))
    server.announce('2026-11-23', announced(4, '2026-11-23'))
    const reading = read(await source.readDay('2026-11-23'))
    expect(reading).toMatchObject({ complete: true, reason: 'the feed repeats that of 2026-11-20' })
    expect(reading.items).toHaveLength(4)
  })

  test('and the records fail, the day has failed with both reasons', async () => {
    server.disturb(html, ...Array.from({ length: 20 }, () => status(503)))
    expect(await open().readDay(day)).toEqual({
      kind: 'failed',
      reason: 'feed: content type text/html; records: cs.AI: HTTP 503'
    })
  })
})

describe('requests', () => {
  test('are three seconds apart, over feeds and records and whoever reads', async () => {
    server.disturb(html)
    await open().readDay(day)
    expect(server.asked).toHaveLength(5)
    expect(waits).toEqual([3100, 3100, 3100, 3100])
    await open().readDay(day)
    expect(waits).toEqual([3100])
  })

  test('are patient where arXiv says so: its wait, else a minute, then five', async () => {
    server.announce(day, announced(2))
    server.disturb(tooMany({ 'retry-after': '20' }), status(503))
    expect(read(await open().readDay(day)).items).toHaveLength(2)
    expect(waits.filter((wait) => wait !== 3100)).toEqual([20_000, 300_000])
  })
})

test('a day that is no date is never asked for', async () => {
  await expect(open().readDay('yesterday')).rejects.toThrow('not a feed day')
})
