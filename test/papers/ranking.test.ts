import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scoreOf } from '../../services/papers/ranking/score.ts'
import type { Reading } from '../../services/papers/ranking/signals.ts'
import { rankPapers } from '../../services/papers/ranking.ts'
import { at, day, hoursAgo, type Paper, paper, reading, somePapers, someSignals } from './ranking-signals.ts'

const order = (papers: Paper[]) => rankPapers(papers, { day, at }).map(({ titleKey }) => titleKey)
const score = (signals: Partial<Paper>) => scoreOf(paper('x', signals), { day, at })
/** A paper of a live source: read yesterday and this morning. */
const live = (now: Partial<Reading>, before?: Partial<Reading>): Partial<Paper> => ({
  latest: reading(1, now),
  earlier: before === undefined ? null : reading(25, before)
})

test('more votes, a better place and a later day each bring a paper forward', () => {
  expect(order([paper('few', { votes: 3 }), paper('many', { votes: 40 })])).toEqual(['many', 'few'])
  expect(order([paper('third', { position: 3 }), paper('first')])).toEqual(['first', 'third'])
  expect(order([paper('old', { feedDay: '2026-11-18' }), paper('new')])).toEqual(['new', 'old'])
})

test('what rises now stands before what has risen', () => {
  const risen = paper('risen', live({ votes: 120 }, { votes: 118 }))
  const rising = paper('rising', live({ votes: 100 }, { votes: 20 }))
  expect(order([risen, rising])).toEqual(['rising', 'risen'])
})

test('every term has the weight and the form it is known by', () => {
  const code = { codeUrl: 'https://a.test/x' }
  const { terms } = score({
    ...live({ votes: 99, comments: 400, stars: 9000, sourceRank: 10, ...code }, { votes: 90, stars: 100, ...code }),
    position: 30,
    feedDay: '2026-11-17'
  })
  expect(terms).toEqual({
    level: Math.log10(1 + 99 + 0.5 * 99),
    velocity: 0.5 * Math.log10(1 + 9),
    starsGained: 0.35 * Math.log10(1 + 2000),
    stars: 0.1 * Math.log10(1 + 5000),
    place: 0.3 / (1 + 10 / 10),
    age: -2
  })
})

test('at first sight every vote is new and no star is', () => {
  const { terms } = score(live({ votes: 99, stars: 3400, sourceRank: 1 }))
  expect(terms).toMatchObject({ level: 2, velocity: 1, starsGained: 0 })
})

test('stars of another repository are no growth', () => {
  const told = (codeUrl: string | null, stars: number) => ({ votes: 10, stars, codeUrl })
  const gained = (before: string | null, after: string | null) =>
    score(live(told(after, 3400), told(before, 12))).terms.starsGained
  expect(gained('https://a.test/x', 'https://a.test/y')).toBe(0)
  expect(gained(null, null)).toBe(0)
  expect(gained('https://a.test/x', 'https://a.test/x')).toBeCloseTo(0.35 * Math.log10(1 + 2000))
})

test('a fall in votes or stars is no rise, and no less than standing still', () => {
  const code = { codeUrl: 'https://a.test/x' }
  const fallen = score(live({ votes: 10, stars: 5, ...code }, { votes: 12, stars: 9, ...code })).terms
  expect(fallen).toMatchObject({ velocity: 0, starsGained: 0 })
})

test('a rise counts between readings 20 hours apart, of which the older is at most 48 hours old', () => {
  const rise = (newer: number, older: number) =>
    score({ latest: reading(newer, { votes: 50 }), earlier: reading(older, { votes: 20 }) }).terms.velocity
  expect(rise(1, 20.9)).toBeUndefined()
  expect(rise(1, 21)).toBeDefined()
  expect(rise(20, 48)).toBeDefined()
  expect(rise(20, 48.1)).toBeUndefined()
})

test('a paper that was read long ago and never again is not at first sight', () => {
  expect(score({ latest: reading(47, { votes: 50 }) }).terms.velocity).toBeDefined()
  expect(score({ latest: reading(49, { votes: 50 }) }).terms.velocity).toBeUndefined()
})

test('a missing signal is not nothing: the others stand for it', () => {
  const papers = [paper('none', { votes: 0 }), paper('unknown', { votes: null })]
  expect(order(papers)).toEqual(['unknown', 'none'])
  fc.assert(
    fc.property(fc.nat({ max: 400 }), fc.nat({ max: 400 }), (votes, before) => {
      const unknown = score(live({ votes }, { votes: before })).score
      const zero = score(live({ votes, stars: 0 }, { votes: before, stars: 0 })).score
      expect(unknown).toBeGreaterThanOrEqual(zero)
    })
  )
})

test('to have no repository is worth what a usual one is, in proportion, and never more', () => {
  fc.assert(
    fc.property(fc.nat({ max: 400 }), fc.integer({ min: 1, max: 80 }), (votes, position) => {
      const code = { codeUrl: 'https://a.test/x' }
      const without = score({ ...live({ votes }, { votes: 0 }), position })
      const zero = score({ ...live({ votes, stars: 0, ...code }, { votes: 0, stars: 0, ...code }), position })
      // The stars of a usual paper are an eighth of its score; weights alone would have given a quarter.
      expect(without.score).toBeLessThan(zero.score * 1.14)
      const starred = score({ ...live({ votes, stars: 3400, ...code }, { votes: 0, stars: 3300, ...code }), position })
      expect(starred.score).toBeGreaterThan(without.score)
    })
  )
})

test('a paper of which nothing is known stands among the usual ones', () => {
  const nothing = paper('nothing', { position: null, source: 'curator' })
  const usual = (votes: number) => paper(`usual ${votes}`, { ...live({ votes, stars: 50 }), position: 10 })
  expect(order([nothing, usual(100), usual(3)])).toEqual(['usual 100', 'nothing', 'usual 3'])
})

test('the terms add up to the score', () => {
  fc.assert(
    fc.property(someSignals, (signals) => {
      const { score: total, terms } = score(signals)
      expect(Number.isFinite(total)).toBe(true)
      expect(Object.values(terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(total, 9)
    })
  )
})

test('a further vote never costs a place', () => {
  fc.assert(
    fc.property(somePapers, fc.nat(), fc.integer({ min: 1, max: 50 }), (papers, index, more) => {
      const chosen = papers[index % Math.max(1, papers.length)]
      if (chosen === undefined) return
      const raised = {
        ...chosen,
        votes: chosen.votes === null ? null : chosen.votes + more,
        latest: chosen.latest && {
          ...chosen.latest,
          votes: chosen.latest.votes === null ? null : chosen.latest.votes + more
        }
      }
      const after = order(papers.map((each) => (each === chosen ? raised : each)))
      expect(after.indexOf(chosen.titleKey)).toBeLessThanOrEqual(order(papers).indexOf(chosen.titleKey))
    })
  )
})

test('the order is total: it does not depend on the order the papers came in', () => {
  fc.assert(
    fc.property(somePapers, fc.infiniteStream(fc.nat()), (papers, keys) => {
      const shuffled = papers
        .map((each) => ({ each, key: keys.next().value as number }))
        .toSorted((one, other) => one.key - other.key)
        .map(({ each }) => each)
      expect(order(shuffled)).toEqual(order(papers))
      expect(order(papers.toReversed())).toEqual(order(papers))
    })
  )
})

test('two papers stand to each other as they would alone', () => {
  fc.assert(
    fc.property(somePapers, (papers) => {
      const ranked = rankPapers(papers, { day, at })
      const turned = ranked.flatMap((behind, place) =>
        ranked.slice(0, place).filter((ahead) => order([behind, ahead])[0] !== ahead.titleKey)
      )
      expect(turned).toEqual([])
    })
  )
})

test('equal papers are ordered by votes, day, place and title', () => {
  expect(order([paper('b'), paper('a')])).toEqual(['a', 'b'])
})

test('pinned papers come first, in the order of pinning, whatever their score', () => {
  const pin = (pinned: number | null) => ({ curator: 'Ada', note: null, pinned })
  const papers = [
    paper('best', { votes: 900 }),
    paper('second pin', { pick: pin(8), votes: 500 }),
    paper('first pin', { pick: pin(3), position: null, feedDay: '2026-11-14' }),
    paper('added', { pick: pin(null), votes: 1 })
  ]
  expect(order(papers)).toEqual(['first pin', 'second pin', 'best', 'added'])
})

test('the order does not depend on the hour, as long as the readings are not too old', () => {
  const papers = Array.from({ length: 40 }, (_, index) =>
    paper(`title${index}`, {
      ...live({ votes: (index * 37) % 101 }, { votes: (index * 17) % 29 }),
      feedDay: index % 3 === 0 ? '2026-11-19' : day
    })
  )
  const earlier = rankPapers(papers, { day, at: hoursAgo(1) }).map(({ titleKey }) => titleKey)
  expect(rankPapers(papers, { day, at: hoursAgo(-20) }).map(({ titleKey }) => titleKey)).toEqual(earlier)
})
