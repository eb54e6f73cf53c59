import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announced } from '../../support/replay/arxiv-xml.ts'
import { html, huge, status, tooMany } from '../../support/replay/faults.ts'
import { payload } from '../../support/replay/payload.ts'
import { type ArxivRig, announced, day, read, rss, startRig } from './arxiv-rig.ts'

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
    expect(rig.paths()).toEqual(['/rss/cs.AI+cs.CL+cs.CV+cs.LG'])
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
    expect(rig.paths()).toEqual(['/rss/cs.AI+cs.LG+cs.CV', '/rss/cs.AI+cs.LG', '/rss/cs.CV'])
    expect(new Set(reading.items.map(({ arxivId }) => arxivId)).size).toBe(2500)
    expect(reading).toMatchObject({ complete: true, refused: {} })
  })

  test('are read in halves where one feed is too large to be taken', async () => {
    server.announce(day, announced(4))
    server.disturb(huge(6_000_000, 'application/rss+xml'))
    const reading = read(await open({ ARXIV_CATEGORIES: 'cs.AI,cs.CL,cs.CV,cs.LG' }).readDay(day))
    expect(reading.items).toHaveLength(4)
    expect(rig.paths()).toEqual(['/rss/cs.AI+cs.CL+cs.CV+cs.LG', '/rss/cs.AI+cs.CL', '/rss/cs.CV+cs.LG'])
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

describe('requests', () => {
  test('are three seconds apart, over feeds and records and whoever reads', async () => {
    server.disturb(html)
    await open().readDay(day)
    expect(server.asked).toHaveLength(5)
    expect(rig.waits()).toEqual([3100, 3100, 3100, 3100])
    await open().readDay(day)
    expect(rig.waits()).toEqual([3100])
  })

  test('are patient where arXiv says so: its wait, else a minute, then five', async () => {
    server.announce(day, announced(2))
    server.disturb(tooMany({ 'retry-after': '20' }), status(503))
    expect(read(await open().readDay(day)).items).toHaveLength(2)
    expect(rig.waits().filter((wait) => wait !== 3100)).toEqual([20_000, 300_000])
  })
})

test('a day that is no date is never asked for', async () => {
  await expect(open().readDay('yesterday')).rejects.toThrow('not a feed day')
})
