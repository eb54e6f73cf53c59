import { pino } from 'pino'
import { beforeEach, expect, test } from 'vitest'
import { collectIsDue, collectPapers, fetchPapers } from '../../services/papers/collect-papers.ts'
import { closingTime, newestClosedDay } from '../../services/papers/feed-day.ts'
import { importPapers } from '../../services/papers/import-papers.ts'
import { readingsOf } from '../../services/papers/readings.ts'
import type { PaperSource, SourceReading } from '../../services/papers/sources/source.ts'
import { clockAt, hours, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, aReading } from '../support/readings.ts'

const database = useDatabase()
const tuesday = '2026-11-24'
const clock = clockAt('2026-11-24T07:00:00Z')
const log = pino({ level: 'silent' })
/** Far away, so that no reading is made for its sake. */
const freeze = { at: new Date('2027-01-01T08:00:00Z'), day: '2026-11-23' }

/** A source that answers as told and remembers what it was asked. */
function aSource(name: PaperSource['name'], answer: (day: string) => SourceReading | Promise<SourceReading>) {
  const asked: string[] = []
  return {
    name,
    lists: name === 'huggingface',
    asked,
    async readDay(day: string) {
      asked.push(day)
      return answer(day)
    }
  }
}
const steady = () => aReading(aList([anItem(1)]))
const away = (): SourceReading => ({ kind: 'failed', reason: 'HTTP 503' })

const collect = (sources: PaperSource[], stop = new AbortController().signal) =>
  collectPapers({ db: database.db, clock, log, sources }, { freeze, stop })
const due = (sources: PaperSource[]) => collectIsDue({ db: database.db, clock, sources }, { freeze })
const states = () => readingsOf({ db: database.db }, { source: 'huggingface', days: ['2026-11-23'] })

beforeEach(async () => {
  await database.pool.query('truncate papers, paper_listings, paper_snapshots, source_readings, paper_names cascade')
  clock.set('2026-11-24T07:00:00Z')
})

test('first the newest closed day is read, then the open one and the week before; of arXiv its weekdays', async () => {
  const sources = [aSource('huggingface', steady), aSource('arxiv', () => aReading([anItem(2)]))]
  expect(await due(sources)).toBe(true)
  const readings = await collect(sources)
  expect(sources[0]?.asked).toEqual(['23', '24', '22', '21', '20', '19', '18', '17'].map((day) => `2026-11-${day}`))
  expect(sources[1]?.asked).toEqual(['2026-11-24', '2026-11-23', '2026-11-20'])
  expect(readings).toHaveLength(11)
  expect(await due(sources)).toBe(false)
  expect(await collect(sources)).toEqual([])
})

test('a day is read every half hour until it is complete, then every hour, and every six when it is old', async () => {
  const source = aSource('huggingface', steady)
  const readings = new Map<string, number>()
  for (const end = clock.now().getTime() + hours(24); clock.now().getTime() < end; clock.advance(minutes(10)))
    for (const { day } of await collect([source])) readings.set(day, (readings.get(day) ?? 0) + 1)
  // The 24th is open until 02:30 UTC of the 25th, and complete half an hour later.
  expect(Object.fromEntries(readings)).toMatchObject({
    '2026-11-25': 9,
    '2026-11-24': 44,
    '2026-11-23': 25,
    '2026-11-21': 5,
    '2026-11-18': 5
  })
})

test('the day of the next edition is read once more in the ten minutes before it', async () => {
  const source = aSource('huggingface', steady)
  const soon = { at: new Date('2026-11-24T08:00:00Z'), day: '2026-11-23' }
  const times: string[] = []
  for (clock.set('2026-11-24T05:05:00Z'); clock.now() < soon.at; clock.advance(minutes(1))) {
    const stop = new AbortController().signal
    for (const { day } of await collectPapers(
      { db: database.db, clock, log, sources: [source] },
      { freeze: soon, stop }
    ))
      if (day === soon.day) times.push(clock.now().toISOString().slice(11, 16))
  }
  expect(times).toEqual(['05:05', '05:35', '06:35', '07:35', '07:50'])
})

test('a source that fails rests five minutes and keeps nobody else from being read', async () => {
  const broken = aSource('huggingface', () => {
    throw new Error('out of its mind')
  })
  const sources = [broken, aSource('arxiv', () => aReading([anItem(2)]))]
  const readings = await collect(sources)
  expect(readings.filter(({ source }) => source === 'huggingface')).toMatchObject([
    { day: '2026-11-23', outcome: 'failed', reason: 'out of its mind' }
  ])
  expect(sources[1]?.asked).toHaveLength(3)
  clock.advance(minutes(5) - 1)
  expect(await due(sources)).toBe(false)
  clock.advance(1)
  await collect(sources)
  expect(broken.asked).toHaveLength(2)
})

test('a day that alone cannot be read does not hold up the others', async () => {
  const source = aSource('huggingface', (day) => (day === '2026-11-23' ? away() : steady()))
  await collect([source])
  clock.advance(minutes(5))
  await collect([source])
  expect(source.asked).toHaveLength(9)
  expect(source.asked.at(-1)).toBe('2026-11-23')
})

test('a list whose last page failed is read again in five minutes; only a new reason is a warning', async () => {
  const lines: { level: number; event: string }[] = []
  const telling = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const source = aSource('huggingface', (day) =>
    day === tuesday ? aReading(aList([anItem(1)]), { complete: false }) : away()
  )
  const look = () =>
    collectPapers(
      { db: database.db, clock, log: telling, sources: [source] },
      { freeze, stop: new AbortController().signal }
    )
  for (let round = 0; round < 3; round++) {
    await look()
    clock.advance(minutes(5))
  }
  expect(source.asked).toEqual(['2026-11-23', tuesday, '2026-11-22', tuesday, '2026-11-21'])
  expect(lines.filter(({ event }) => event === 'papers.failed').map(({ level }) => level)).toEqual([40, 40, 40])
  source.asked.length = 0
  const down = aSource('huggingface', away)
  for (let round = 0; round < 3; round++) {
    await collectPapers(
      { db: database.db, clock, log: telling, sources: [down] },
      { freeze, stop: new AbortController().signal }
    )
    clock.advance(minutes(5))
  }
  expect(lines.filter(({ event }) => event === 'papers.failed').map(({ level }) => level)).toEqual([
    40, 40, 40, 20, 20, 20
  ])
})

test('of collectors that look at once one reads, and the others return', async () => {
  let answer: (reading: SourceReading) => void = () => undefined
  let asked: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    asked = resolve
  })
  const source = aSource('huggingface', (day) =>
    day === '2026-11-23'
      ? new Promise<SourceReading>((resolve) => {
          answer = resolve
          asked()
        })
      : steady()
  )
  const first = collect([source])
  await begun
  expect(await collect([source])).toEqual([])
  // What is imported meanwhile does not wait for the network.
  const content = JSON.stringify([{ title: 'Paper 1 of a test' }])
  expect(await importPapers({ db: database.db, clock }, { content, day: '2026-11-23' })).toMatchObject({ imported: 1 })
  const fetched = fetchPapers({ db: database.db, clock, log, sources: [aSource('huggingface', steady)] }, tuesday)
  answer(steady())
  expect(await first).toHaveLength(8)
  expect(await fetched).toMatchObject([{ day: tuesday, added: 0 }])
  const { rows } = await database.pool.query('select count(*) as papers from papers')
  expect(rows).toEqual([{ papers: 1 }])
})

test('a reading that is given up when the service stops writes nothing', async () => {
  const stopping = new AbortController()
  const source = aSource('huggingface', () => {
    stopping.abort()
    return new Promise<SourceReading>(() => undefined)
  })
  expect(await collect([source], stopping.signal)).toEqual([])
  expect(await collect([source], stopping.signal)).toEqual([])
  expect(source.asked).toHaveLength(1)
  const { rows } = await database.pool.query('select * from source_readings')
  expect(rows).toEqual([])
})

test('a closed day is complete when half an hour added nothing to it', async () => {
  let items = [anItem(1)]
  const source = aSource('huggingface', () => aReading(aList(items)))
  const fetch = () => fetchPapers({ db: database.db, clock, log, sources: [source] }, '2026-11-23')
  clock.set(new Date(closingTime('2026-11-23').getTime() - minutes(40)))
  await fetch()
  clock.advance(minutes(35))
  await fetch()
  expect(await states()).toMatchObject([{ complete: false, closedAt: undefined }])
  clock.set(closingTime('2026-11-23'))
  expect(newestClosedDay(clock.now())).toBe('2026-11-23')
  await fetch()
  clock.advance(minutes(25))
  items = [...items, anItem(2)]
  await fetch()
  clock.advance(minutes(10))
  await fetch()
  expect(await states()).toMatchObject([{ complete: false, closedAt: closingTime('2026-11-23') }])
  clock.advance(minutes(20))
  await fetch()
  expect(await states()).toMatchObject([{ complete: true }])
})

test('a list whose last page was not read is not complete', async () => {
  const source = aSource('huggingface', () =>
    aReading(aList([anItem(1)]), { complete: false, reason: 'page 2: HTTP 503' })
  )
  for (let hour = 0; hour < 3; hour++) {
    await fetchPapers({ db: database.db, clock, log, sources: [source] }, '2026-11-23')
    clock.advance(hours(1))
  }
  expect(await states()).toMatchObject([{ complete: false, last: { reason: 'page 2: HTTP 503' } }])
})

test('announcements are read once a day, and again where the feed may be late', async () => {
  const late = aSource('arxiv', () => aReading([], { complete: false }))
  const holiday = aSource('arxiv', () => aReading([]))
  const count = async (source: ReturnType<typeof aSource>) => {
    await database.pool.query('truncate source_readings')
    for (clock.set('2026-11-24T05:00:00Z'); clock.now() < new Date('2026-11-25T05:00:00Z'); clock.advance(minutes(30)))
      await collect([source])
    return source.asked.filter((day) => day === tuesday).length
  }
  expect(await count(late)).toBe(8)
  expect(await count(holiday)).toBe(4)
  let next = 100
  expect(await count(aSource('arxiv', () => aReading([anItem(next++)])))).toBe(1)
})

test('what was announced and never listed goes after a month', async () => {
  const source = aSource('arxiv', (day) => aReading(day === tuesday ? [anItem(1), anItem(2)] : []))
  await collect([source])
  await fetchPapers(
    { db: database.db, clock, log, sources: [aSource('huggingface', () => aReading(aList([anItem(2)])))] },
    tuesday
  )
  clock.advance(hours(24 * 30) + 1)
  await collect([source])
  const { rows } = await database.pool.query('select arxiv_id from papers')
  expect(rows).toEqual([{ arxiv_id: '2611.00002' }])
})
