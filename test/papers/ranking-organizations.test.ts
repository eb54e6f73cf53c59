import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadOrganizations } from '../../services/papers/ranking/spread-organizations.ts'
import { rankPapers } from '../../services/papers/ranking.ts'
import { at, day, type Paper, paper, somePapers } from './ranking-signals.ts'

/** `A1 A2 -1`: papers of organizations A and of none, already in rank order. */
const ranked = (names: string) =>
  names.split(' ').map((name) => paper(name, { organization: name.startsWith('-') ? null : name.slice(0, 1) }))
const spread = (names: string, size: number) =>
  spreadOrganizations(ranked(names), size)
    .map(({ titleKey }) => titleKey)
    .join(' ')

test('of one organization three stand among the first, and the rest right behind them', () => {
  expect(spread('A1 A2 A3 A4 A5 B1 -1 -2 C1', 6)).toBe('A1 A2 A3 B1 -1 -2 A4 A5 C1')
})

test('papers of no known organization are of no organization together', () => {
  expect(spread('-1 -2 -3 -4 -5', 4)).toBe('-1 -2 -3 -4 -5')
})

test('a day with too few others is filled with who was passed over', () => {
  expect(spread('A1 A2 A3 A4 A5 B1', 6)).toBe('A1 A2 A3 B1 A4 A5')
})

test('an organization is the same in any case and spacing', () => {
  const papers = ['Acme', 'acme', ' ACME ', 'Acme', 'Other'].map((organization, index) =>
    paper(`p${index}`, { organization })
  )
  expect(spreadOrganizations(papers, 4).map(({ titleKey }) => titleKey)).toEqual(['p0', 'p1', 'p2', 'p4', 'p3'])
})

test('pinned papers stay where the curator put them, and count', () => {
  const pinned = ranked('A1 A2 A3 A4').map((each, index) => ({
    ...each,
    pick: { curator: 'Ada', note: null, pinned: index }
  }))
  const order = spreadOrganizations([...pinned, ...ranked('A5 B1')], 5).map(({ titleKey }) => titleKey)
  expect(order).toEqual(['A1', 'A2', 'A3', 'A4', 'B1', 'A5'])
})

test('nothing is lost, and only who was passed over loses places', () => {
  fc.assert(
    fc.property(somePapers, fc.integer({ min: 1, max: 20 }), (papers, size) => {
      const before = rankPapers(papers, { day, at })
      const after = spreadOrganizations(before, size)
      expect(after.toSorted(byTitle)).toEqual(before.toSorted(byTitle))
      const passedOver = new Set(
        before.filter((each, index) => after.indexOf(each) > index).map(({ titleKey }) => titleKey)
      )
      for (const each of before.filter(({ titleKey }) => passedOver.has(titleKey))) {
        const name = each.organization?.trim().toLowerCase()
        const ahead = after.slice(0, size).filter((other) => other.organization?.trim().toLowerCase() === name)
        expect(ahead.length).toBeGreaterThanOrEqual(3)
      }
    })
  )
})

test('the first places hold a fourth of one organization only if it is pinned or nobody else is left', () => {
  fc.assert(
    fc.property(somePapers, fc.integer({ min: 1, max: 20 }), (papers, size) => {
      const after = spreadOrganizations(rankPapers(papers, { day, at }), size)
      const others = after.slice(size).some(({ organization }) => organization === null)
      for (const name of ['acme', 'initech']) {
        const own = after.slice(0, size).filter(({ organization }) => organization?.trim().toLowerCase() === name)
        const fourth = own.slice(3).some(({ pick }) => (pick?.pinned ?? null) === null)
        expect(fourth && others).toBe(false)
      }
    })
  )
})

function byTitle(one: Paper, other: Paper): number {
  return one.titleKey < other.titleKey ? -1 : 1
}
