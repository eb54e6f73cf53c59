import { beforeAll, expect, test } from 'vitest'
import { evaluateRanking } from '../../services/papers/evaluate-ranking.ts'
import { addDays } from '../../services/papers/feed-day.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { storeSimulated } from './evaluate-rows.ts'
import { simulatePapers } from './evaluate-simulator.ts'

const database = useDatabase()
const from = '2026-06-01'
const simulatedDays = 45
/** Eight in the morning after the day. */
const freezeOf = (day: string) => new Date(`${addDays(day, 1)}T08:00:00Z`)
const evaluate = (now: string, days: number) =>
  evaluateRanking({ db: database.db, clock: clockAt(now) }, { days, freezeOf })

beforeAll(async () => {
  await storeSimulated(database.pool, simulatePapers({ seed: 20_260_819, from, days: simulatedDays, perDay: 20 }))
})

test('in a simulated world the ranking beats votes alone and keeps up with the rest', async () => {
  const { comparison, ...rest } = await evaluate('2026-07-20T00:00:00Z', 38)
  expect(rest).toEqual({
    from: '2026-06-04',
    until: '2026-07-11',
    leftOut: { tooFewPapers: 0, notReadLater: 0, nothingGained: 0 }
  })
  expect(comparison).toMatchObject({ days: 38, enough: true })
  const better = Object.fromEntries(
    comparison?.rankings.map(({ name, recommendedIsBetterBy }) => [name, recommendedIsBetterBy]) ?? []
  )
  // What holds today less a margin: a regression check, not a measure of quality.
  expect(better.level?.low).toBeGreaterThan(0.04)
  expect(better.random?.low).toBeGreaterThan(0.3)
  expect(better.velocity?.mean).toBeGreaterThan(-0.02)
  expect(better['hacker-news']?.mean).toBeGreaterThan(-0.02)
})

test('a day is judged once its seven days are over', async () => {
  expect(await evaluate('2026-07-18T07:59:59Z', 1)).toMatchObject({ until: '2026-07-09' })
  expect(await evaluate('2026-07-18T08:00:00Z', 1)).toMatchObject({ until: '2026-07-10' })
})

test('days that cannot be judged are counted by reason, and few days are called few', async () => {
  const first = await evaluate('2026-06-12T08:00:00Z', 10)
  expect(first).toMatchObject({
    from: '2026-05-26',
    until: '2026-06-04',
    leftOut: { tooFewPapers: 6, notReadLater: 0 },
    comparison: { days: 4, enough: false }
  })
  await database.pool.query(`delete from paper_snapshots where seen_at > '2026-06-07T08:00:00Z'`)
  expect(await evaluate('2026-06-12T08:00:00Z', 10)).toMatchObject({ leftOut: { notReadLater: 3 } })
  await database.pool.query('delete from paper_snapshots')
  expect(await evaluate('2026-06-12T08:00:00Z', 10)).toMatchObject({
    comparison: undefined,
    leftOut: { tooFewPapers: 6, notReadLater: 4 }
  })
})
