import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import { todayStatus } from '../../services/editions/today.ts'
import { upcomingFreeze } from '../../services/editions/upcoming-freeze.ts'
import { webEdition } from '../../services/editions/web-edition.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { collectPapers } from '../../services/papers/collect-papers.ts'
import { closingTime } from '../../services/papers/feed-day.ts'
import { announcementDay } from '../../services/papers/sources/arxiv/announcement-day.ts'
import { openSources } from '../../services/papers/sources/open-sources.ts'
import type { PaperSource } from '../../services/papers/sources/source.ts'
import type { Config } from '../../services/platform/config.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, hours, minutes } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { type ArxivReplay, startArxiv } from '../support/replay/arxiv.ts'
import type { Announced } from '../support/replay/arxiv-xml.ts'
import { status } from '../support/replay/faults.ts'
import { type GeneratedPaper, generatePapers } from '../support/replay/generated-papers.ts'
import { type HuggingFaceReplay, listed, startHuggingFace } from '../support/replay/hugging-face.ts'
import { impatient } from '../support/replay/patience.ts'

const database = useDatabase()
/** A Monday morning. Feed days close at 02:30 UTC; editions are due at 08:00 UTC. */
const clock = clockAt('2026-11-16T03:00:00Z')
const end = new Date('2026-11-24T12:00:00Z')
const log = pino({ level: 'silent' })
let huggingFace: HuggingFaceReplay
let arxiv: ArxivReplay
let config: Config
let templates: Templates
let sources: PaperSource[]

beforeAll(async () => {
  huggingFace = await startHuggingFace()
  arxiv = await startArxiv()
  templates = await openTemplates()
  config = testConfig({
    PAPER_SOURCES: 'huggingface,arxiv',
    HUGGINGFACE_URL: huggingFace.url,
    ARXIV_RSS_URL: arxiv.url,
    ARXIV_OAI_URL: arxiv.url
  })
  sources = openSources(config, { clock, sleep: impatient().sleep })
  await aSubscriber(database.db, { address: 'ada@example.org' })
  await database.pool.query('update installation set created_at = $1', [clock.now()])
})

afterAll(async () => {
  await huggingFace.close()
  await arxiv.close()
})

const november = (day: number) => `2026-11-${day}`
const papersOf = (day: number, count: number) => generatePapers({ seed: 7, day: november(day), count })

/** What Hugging Face lists on each day from when on. The list of the 17th grows while its edition is due. */
const lists: { from: string; day: number; papers: GeneratedPaper[] }[] = [
  { from: '2026-11-16T12:00:00Z', day: 16, papers: papersOf(16, 20) },
  { from: '2026-11-17T12:00:00Z', day: 17, papers: papersOf(17, 1) },
  { from: '2026-11-18T07:45:00Z', day: 17, papers: papersOf(17, 7) },
  { from: '2026-11-18T08:15:00Z', day: 17, papers: papersOf(17, 40) },
  { from: '2026-11-18T08:00:00Z', day: 18, papers: papersOf(18, 9) },
  // Once more on the list, in its second version.
  { from: '2026-11-19T12:30:00Z', day: 18, papers: papersOf(18, 15) },
  { from: '2026-11-19T15:00:00Z', day: 19, papers: [...papersOf(16, 1), ...papersOf(19, 12)] },
  { from: '2026-11-20T09:00:00Z', day: 20, papers: papersOf(20, 11) },
  { from: '2026-11-21T14:00:00Z', day: 21, papers: papersOf(21, 2) },
  // The 22nd is a Sunday without papers. Of the 23rd's, the first is withdrawn before its edition.
  { from: '2026-11-23T12:00:00Z', day: 23, papers: papersOf(23, 9) }
]

/** When Hugging Face answers 503 to everything. */
const outages = [
  { from: new Date('2026-11-18T12:00:00Z'), until: new Date('2026-11-19T14:00:00Z') },
  { from: new Date('2026-11-20T08:30:00Z'), until: new Date('2026-11-21T13:00:00Z') }
]

function moveTheWorld(now: Date): void {
  for (const { from, day, papers } of lists)
    if (new Date(from) <= now)
      huggingFace.list(
        november(day),
        papers.map((paper) => listed(paper, november(day)))
      )
  const away = outages.some(({ from, until }) => now >= from && now < until)
  // More answers than a reading asks for, and what is left of them forgotten when it ends.
  huggingFace.disturb(...(away ? Array.from({ length: 3 }, () => status(503)) : []))
}

/** What is listed was announced the same day, or on Friday; a second version and a withdrawal come later. */
function announce(): void {
  const fresh = (...days: number[]): Announced[] =>
    days.flatMap((day) => papersOf(day, 40).map((paper): Announced => ({ ...paper, type: 'new' })))
  const again = (day: number, changed: Partial<GeneratedPaper>): Announced[] =>
    papersOf(day, 1).map((paper) => ({ ...paper, version: 2, ...changed, type: 'replace' }))
  for (const day of [16, 17, 18, 23]) arxiv.announce(november(day), fresh(day))
  arxiv.announce(november(19), [...fresh(19), ...again(16, { abstract: 'We say it better now.' })])
  arxiv.announce(november(20), fresh(20, 21))
  arxiv.announce(november(24), again(23, { abstract: 'This paper has been withdrawn by its authors.' }))
}

/** The states of a day's edition in their order, with the instants they began. */
const seen: string[] = []
async function look(): Promise<void> {
  const { state, feedDay } = await todayStatus({ db: database.db, clock, config })
  const line = `${feedDay.slice(8)} ${state}`
  if (!seen.at(-1)?.endsWith(line)) seen.push(`${clock.now().toISOString().slice(8, 16)} ${line}`)
}

test('a week with a growing list, two outages, a second version, a withdrawal and a day without papers', async () => {
  announce()
  for (; clock.now() < end; clock.advance(minutes(30))) {
    const now = clock.now()
    arxiv.turnTo(announcementDay(now))
    huggingFace.open(openDay(now))
    moveTheWorld(now)
    const deps = { db: database.db, clock, config, templates }
    await collectPapers(
      { db: database.db, clock, log, sources },
      { freeze: await upcomingFreeze(deps), stop: new AbortController().signal }
    )
    await settleFreezes(deps)
    await planDeliveries(deps)
    await look()
  }
  expect(seen).toEqual([
    '16T03:00 15 collecting',
    '16T08:00 15 quiet',
    '17T00:00 16 collecting',
    '17T08:00 16 sending',
    '18T00:00 17 collecting',
    '18T08:00 17 held',
    '18T09:00 17 sending',
    '19T00:00 18 collecting',
    '19T08:00 18 held',
    '19T11:00 18 sending',
    '20T00:00 19 collecting',
    '20T08:00 19 sending',
    '21T00:00 20 collecting',
    '21T08:00 20 held',
    '21T11:00 20 failed',
    '22T00:00 21 collecting',
    '22T08:00 21 sending',
    '23T00:00 22 collecting',
    '23T08:00 22 quiet',
    '24T00:00 23 collecting',
    '24T08:00 23 sending'
  ])

  // Of the 18th nine papers were read before the outage; the rest is in the edition of the 19th.
  expect(await pools()).toEqual({ 16: 20, 17: 40, 18: 9, 19: 6 + 12, 21: 11 + 2, 23: 8 })
  const sent = await column('select p.arxiv_id as value from edition_papers e join papers p on p.id = e.paper_id')
  const withdrawn = papersOf(23, 1)[0]?.arxivId
  const all = new Set(lists.flatMap(({ papers }) => papers.map(({ arxivId }) => arxivId)))
  expect(sent).toHaveLength(all.size - 1)
  expect(new Set(sent)).toEqual(new Set([...all].filter((id) => id !== withdrawn)))
  expect(await column('select edition_id as value from deliveries')).toHaveLength(6)
  expect(await noteOf(18)).toContain(
    'as it was at 11:30 UTC on 2026-11-18, when it could last be read: what was listed later joins the next edition.'
  )
  expect(await noteOf(21)).toContain('From Hugging Face Daily Papers of Saturday, November 21, 2026 and days before')

  // The texts are arXiv's, undamaged, and in their newest version.
  expect(
    await column(`select distinct text_source as value from papers p where exists (
    select from paper_listings where paper_id = p.id)`)
  ).toEqual(['arxiv'])
  expect(await column('select abstract as value from papers where version = 2 and withdrawn_at is null')).toEqual([
    'We say it better now.'
  ])
  expect(await column('select arxiv_id as value from papers where withdrawn_at is not null')).toEqual([withdrawn])
}, 240_000)

async function column(statement: string): Promise<string[]> {
  return (await database.pool.query(statement)).rows.map(({ value }) => value)
}

/** How many papers each edition's pool has, by the day of November. */
async function pools(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query(`
    select extract(day from feed_day)::int as day, count(*)::int as papers
    from editions e join edition_papers p on p.edition_id = e.id group by feed_day`)
  return Object.fromEntries(rows.map(({ day, papers }) => [day, papers]))
}

async function noteOf(day: number): Promise<string> {
  const edition = await webEdition({ db: database.db, baseUrl: config.baseUrl }, november(day))
  return edition?.text.replaceAll(/\s+/g, ' ') ?? ''
}

function openDay(now: Date): string {
  let day = '2026-11-16'
  while (closingTime(day) <= now) day = new Date(Date.parse(day) + hours(24)).toISOString().slice(0, 10)
  return day
}
