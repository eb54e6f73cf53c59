import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Announced, rssXml } from '../../support/replay/arxiv-xml.ts'
import { cut, hangUp, html, redirect, status, tooMany } from '../../support/replay/faults.ts'
import { payload } from '../../support/replay/payload.ts'
import { type ArxivRig, announced, day, oai, read, rss, startRig } from './arxiv-rig.ts'

let rig: ArxivRig
let server: ArxivRig['server']
let clock: ArxivRig['clock']
const open = (environment: Record<string, string> = {}) => rig.open(environment)

beforeEach(async () => {
  rig = await startRig()
  server = rig.server
  clock = rig.clock
})
afterEach(() => server.close())

describe('the records of OAI-PMH', () => {
  test('are read for a day gone by, by category and page by page, with first dates', async () => {
    const papers = announced(700, '2026-11-18').map((paper) => ({ ...paper, categories: ['cs.CL', 'cs.LG'] }))
    server.announce('2026-11-18', papers)
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.CL,hep-th' }).readDay('2026-11-18'))
    expect(reading.items).toHaveLength(700)
    expect(reading.items[0]).toMatchObject({ version: 1, publishedOn: papers[0]?.submittedOn })
    expect(reading).toMatchObject({ complete: true, refused: {} })
    expect(rig.paths()).toEqual([
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
