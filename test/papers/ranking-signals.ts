import fc from 'fast-check'
import type { Reading, Signals } from '../../services/papers/ranking/signals.ts'

/** The feed day and the freeze of these tests. */
export const day = '2026-11-20'
export const at = new Date('2026-11-21T08:00:00Z')

export function hoursAgo(hours: number): Date {
  return new Date(at.getTime() - hours * 3_600_000)
}

export function reading(hours: number, told: Partial<Reading> = {}): Reading {
  return { seenAt: hoursAgo(hours), votes: null, comments: null, stars: null, codeUrl: null, sourceRank: null, ...told }
}

export interface Paper extends Signals {
  organization: string | null
}

export function paper(titleKey: string, signals: Partial<Paper> = {}): Paper {
  return {
    titleKey,
    feedDay: day,
    source: 'huggingface',
    position: 1,
    votes: null,
    latest: null,
    earlier: null,
    pick: null,
    organization: null,
    ...signals
  }
}

const told = (max: number) => fc.option(fc.nat({ max }))
const someReading = (age: fc.Arbitrary<number>) =>
  fc
    .record({
      age,
      votes: told(400),
      comments: told(40),
      stars: told(9000),
      codeUrl: fc.constantFrom('https://a.test/x', 'https://a.test/y', null),
      sourceRank: fc.option(fc.integer({ min: 1, max: 60 }))
    })
    .map(({ age: hours, ...rest }) => reading(hours, rest))

/** Any signals, also such as no statement would return: readings too old or too close. */
export const someSignals = fc.record({
  source: fc.constantFrom('huggingface', 'saved-page', 'json', 'curator'),
  votes: told(400),
  position: fc.option(fc.integer({ min: 1, max: 80 })),
  feedDay: fc.constantFrom('2026-11-17', '2026-11-19', day),
  latest: fc.option(someReading(fc.integer({ min: 0, max: 60 }))),
  earlier: fc.option(someReading(fc.integer({ min: 1, max: 120 }))),
  organization: fc.constantFrom('Acme', 'acme ', 'Initech', null),
  pick: fc.option(fc.record({ curator: fc.constant('Ada'), note: fc.constantFrom('look', null), pinned: told(5) }), {
    freq: 6
  })
})

export const somePapers = fc
  .array(someSignals, { maxLength: 30 })
  .map((all) => all.map((signals, index) => paper(`title${index}`, signals)))
