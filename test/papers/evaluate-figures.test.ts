import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadOf } from '../../services/papers/evaluate/bootstrap.ts'
import { compareRankings } from '../../services/papers/evaluate/compare.ts'
import type { JudgedDay } from '../../services/papers/evaluate/judged-day.ts'
import { chance, ndcg } from '../../services/papers/evaluate/ndcg.ts'
import { at, day, paper, reading } from './ranking-signals.ts'

const gains = fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 25 })

test('the best order scores 1, the worst less, and no gain at all nothing', () => {
  expect(ndcg([7, 3, 1, 0])).toBe(1)
  expect(ndcg([0, 0])).toBeUndefined()
  // log2(2)/log2(3) over log2(2)/log2(2)
  expect(ndcg([0, 1])).toBeCloseTo(1 / Math.log2(3))
  expect(ndcg([...Array.from({ length: 10 }, () => 0), 5])).toBe(0)
})

test('no order scores above 1 or below 0, and the best one scores 1', () => {
  fc.assert(
    fc.property(gains, (order) => {
      const score = ndcg(order)
      if (score === undefined) return
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1 + 1e-12)
      expect(ndcg(order.toSorted((one, other) => other - one))).toBeCloseTo(1)
    })
  )
})

test('chance is the average over all orders', () => {
  const [one, other, third] = [8, 2, 0]
  const orders = [
    [one, other, third],
    [one, third, other],
    [other, one, third],
    [other, third, one],
    [third, one, other],
    [third, other, one]
  ]
  const mean = orders.reduce((sum, order) => sum + (ndcg(order) ?? 0), 0) / orders.length
  expect(chance([one, other, third])).toBeCloseTo(mean)
})

test('a spread holds its mean, narrows with the days and comes out the same each time', () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => ((index * 7919) % 101) / 100)
  const [few, many] = [spreadOf(values(10)), spreadOf(values(400))]
  expect(few.low).toBeLessThan(few.mean)
  expect(few.high).toBeGreaterThan(few.mean)
  expect(many.high - many.low).toBeLessThan(few.high - few.low)
  expect(spreadOf(values(10))).toEqual(few)
  // The standard error of a mean is known: the interval is 1.96 of them on each side.
  const deviation = Math.sqrt(values(400).reduce((sum, value) => sum + (value - many.mean) ** 2, 0) / 400)
  expect(many.high - many.low).toBeCloseTo((2 * 1.96 * deviation) / Math.sqrt(400), 2)
})

/** A day on which the votes so far foretell nothing and the rise everything. */
function dayOfRises(): JudgedDay {
  const papers = Array.from({ length: 20 }, (_, index) => ({
    ...paper(`title${index}`, {
      latest: reading(1, { votes: 400 - index }),
      earlier: reading(25, { votes: 400 - 4 * index })
    }),
    gain: index
  }))
  return { day, at, papers }
}

test('each ranking is scored on the same days, and the others by how much worse they are', () => {
  const comparison = compareRankings(Array.from({ length: 30 }, dayOfRises))
  expect(comparison).toMatchObject({ days: 30, enough: true })
  const of = (name: string) => comparison?.rankings.find((ranking) => ranking.name === name)
  expect(of('velocity')?.ndcg.mean).toBeCloseTo(1)
  expect(of('recommended')?.ndcg.mean).toBeGreaterThan(of('level')?.ndcg.mean ?? 1)
  expect(of('level')?.recommendedIsBetterBy?.mean).toBeCloseTo(
    (of('recommended')?.ndcg.mean ?? 0) - (of('level')?.ndcg.mean ?? 0)
  )
  expect(of('recommended')?.recommendedIsBetterBy).toBeNull()
})

test('days without any gain are no days, and few days are called few', () => {
  const still = { ...dayOfRises(), papers: dayOfRises().papers.map((each) => ({ ...each, gain: 0 })) }
  expect(compareRankings([still])).toBeUndefined()
  expect(compareRankings([])).toBeUndefined()
  expect(compareRankings([still, dayOfRises()])).toMatchObject({ days: 1, enough: false })
})
