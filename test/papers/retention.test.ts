import { beforeEach, expect, test } from 'vitest'
import { listDay } from '../../services/papers/day-list.ts'
import { readingsOf, sourceStates } from '../../services/papers/readings.ts'
import { pruneReadings } from '../../services/papers/retention.ts'
import { clockAt, days, hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { aList, anItem, huggingFace, record } from '../support/readings.ts'

const database = useDatabase()
const clock = clockAt('2026-11-20T12:00:00Z')
const day = '2026-11-20'
const deps = {
  get db() {
    return database.db
  },
  clock
}
const count = async (table: string) => (await database.pool.query(`select from ${table}`)).rowCount

beforeEach(async () => {
  clock.set('2026-11-20T12:00:00Z')
  await database.pool.query('truncate papers, paper_snapshots, paper_listings, source_readings cascade')
  for (let reading = 1; reading <= 5; reading++) {
    await record(deps, huggingFace, day, aList([anItem(1), anItem(2, { votes: 3 * reading })], 10 * reading))
    clock.advance(hours(5))
  }
  await record(deps, huggingFace, day, { kind: 'failed', reason: 'HTTP 503' })
})

test('readings and snapshots go, and the archive is as it was', async () => {
  clock.advance(days(400))
  const [archive, states] = [await listDay(deps, day), await sourceStates(deps, ['huggingface'])]
  expect(archive.map(({ latest }) => latest?.votes)).toEqual([50, 15])
  const pruned = await pruneReadings(deps, { before: clock.now(), limit: 1000 })
  expect(pruned).toEqual({ readings: 4, snapshots: 8 })
  expect(await listDay(deps, day)).toEqual(archive.map((paper) => ({ ...paper, earlier: null })))
  expect(await sourceStates(deps, ['huggingface'])).toEqual(states)
  expect(await count('papers')).toBe(2)
  expect(await count('paper_listings')).toBe(2)
  expect(await pruneReadings(deps, { before: clock.now(), limit: 1000 })).toEqual({ readings: 0, snapshots: 0 })
})

test('what is younger stays, so that nothing that is still decided by it changes', async () => {
  const before = new Date('2026-11-20T21:59:00Z')
  const readings = await readingsOf(deps, { source: 'huggingface', days: [day] })
  expect(await pruneReadings(deps, { before, limit: 1000 })).toEqual({ readings: 2, snapshots: 4 })
  expect(await readingsOf(deps, { source: 'huggingface', days: [day] })).toEqual(readings)
})

test('it goes on where it was stopped, the oldest first', async () => {
  clock.advance(days(400))
  const rounds = []
  for (let round = 0; round < 4; round++) rounds.push(await pruneReadings(deps, { before: clock.now(), limit: 3 }))
  expect(rounds).toEqual([
    { readings: 3, snapshots: 3 },
    { readings: 1, snapshots: 3 },
    { readings: 0, snapshots: 2 },
    { readings: 0, snapshots: 0 }
  ])
})
