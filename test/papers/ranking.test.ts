import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankPapers, type Signals } from '../../services/papers/ranking.ts'

const day = '2026-11-20'

function paper(titleKey: string, signals: Partial<Signals> = {}): Signals {
  return { titleKey, votes: null, position: 1, feedDay: day, ...signals }
}

const order = (papers: Signals[]) => rankPapers(papers, day).map(({ titleKey }) => titleKey)

test('more votes, a better place and a later day each bring a paper forward', () => {
  expect(order([paper('few', { votes: 3 }), paper('many', { votes: 40 })])).toEqual(['many', 'few'])
  expect(order([paper('third', { position: 3 }), paper('first')])).toEqual(['first', 'third'])
  expect(order([paper('old', { feedDay: '2026-11-18' }), paper('new')])).toEqual(['new', 'old'])
})

test('ten times the votes outweigh a day, and not two', () => {
  const today = paper('today', { votes: 9 })
  expect(order([today, paper('yesterday', { votes: 99, feedDay: '2026-11-19' })])).toEqual(['yesterday', 'today'])
  expect(order([today, paper('before', { votes: 99, feedDay: '2026-11-18' })])).toEqual(['today', 'before'])
})

test('unknown votes are not no votes', () => {
  const papers = [paper('none', { votes: 0, position: 1 }), paper('unknown', { votes: null, position: 1 })]
  expect(order(papers)).toEqual(['unknown', 'none'])
})

test('the order is total: it does not depend on the order the papers came in', () => {
  const some = fc.record({
    votes: fc.option(fc.nat({ max: 3 })),
    position: fc.integer({ min: 1, max: 3 }),
    feedDay: fc.constantFrom('2026-11-19', '2026-11-20')
  })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), fc.integer(), (signals, turn) => {
      const papers = signals.map((each, index) => paper(`title${index}`, each))
      const turned = papers.map(
        (_, index) => papers[(((index + turn) % papers.length) + papers.length) % papers.length] ?? paper('')
      )
      expect(order(turned)).toEqual(order(papers))
      expect(order(papers.toReversed())).toEqual(order(papers))
    })
  )
})

test('equal papers are ordered by votes, day, place and title', () => {
  expect(order([paper('b'), paper('a')])).toEqual(['a', 'b'])
})

test('each paper says truly why it is there', () => {
  const reasonOf = (signals: Partial<Signals>) => rankPapers([paper('x', signals)], day)[0]?.reason
  expect(reasonOf({ votes: 42 })).toBe('42 votes on Hugging Face Daily Papers')
  expect(reasonOf({ votes: 1 })).toBe('1 vote on Hugging Face Daily Papers')
  expect(reasonOf({ votes: 1200 })).toBe('1,200 votes on Hugging Face Daily Papers')
  expect(reasonOf({ position: 3, feedDay: '2025-08-19' })).toBe('No. 3 on the list of August 19, 2025')
  expect(reasonOf({ votes: 0, position: 7, feedDay: '2025-08-19' })).toBe('No. 7 on the list of August 19, 2025')
})

test('two thousand candidates are ranked within 100 ms', () => {
  const papers = Array.from({ length: 2000 }, (_, index) =>
    paper(`title${index}`, { votes: index % 7 === 0 ? null : (index * 37) % 500, position: (index % 100) + 1 })
  )
  rankPapers(papers, day)
  const { user } = process.cpuUsage()
  rankPapers(papers, day)
  expect((process.cpuUsage().user - user) / 1000).toBeLessThan(100)
})
