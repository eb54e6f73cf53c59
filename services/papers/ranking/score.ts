import { daysBetween } from '../feed-day.ts'
import { type Movement, movementOf } from './movement.ts'
import { knownVotes, type Signals } from './signals.ts'

interface Term {
  weight: number
  /** Undefined where nothing is known. */
  value: (paper: Signals, movement: Movement | undefined) => number | undefined
}

/**
 * The signals and their weights, all in one place. Logarithms: the step from 10 votes to 100
 * counts as much as that from 100 to 1,000, so one giant does not flatten a day. Comments lift
 * the votes and cannot outnumber them: a quarrel is no praise.
 */
const signals = {
  level: {
    weight: 1,
    value: (paper) => {
      const { votes } = knownVotes(paper)
      return votes === null ? undefined : Math.log10(1 + votes + 0.5 * Math.min(paper.latest?.comments ?? 0, votes))
    }
  },
  velocity: { weight: 0.5, value: (_, movement) => log(movement?.votes) },
  starsGained: { weight: 0.35, value: (_, movement) => log(movement?.stars, 2000) },
  stars: { weight: 0.1, value: ({ latest }) => log(latest?.stars ?? undefined, 5000) },
  /** The better of two places: to be on a trending list, however low, takes nothing from a paper. */
  place: {
    weight: 0.3,
    value: ({ position, latest }) => {
      const place = Math.min(position ?? Infinity, latest?.sourceRank ?? Infinity)
      return place === Infinity ? undefined : 1 / (1 + place / 10)
    }
  }
} satisfies Record<string, Term>

type TermName = keyof typeof signals
const table: [TermName, Term][] = Object.entries(signals) as [TermName, Term][]

/** A day and a half older costs what ten times the votes bring. */
const daysPerDecade = 1.5

/**
 * What each known signal adds to the score, and what age takes away: the score is their sum.
 * A signal that is not here was not known. `usual` stands for all of them where none is.
 */
export type Terms = Partial<Record<TermName | 'usual', number>> & { age: number }

/**
 * What a paper with usual signals has, term by term. A missing term is left out and the others
 * are scaled up by what it usually adds. Counting it as zero would put every paper without a
 * repository behind every one with; scaling by weight alone would lift it by a quarter over the
 * same paper with a repository that nobody starred yet, as the terms differ in size, not only in weight.
 */
const usualPaper: Signals = {
  titleKey: '',
  feedDay: '',
  source: '',
  position: 10,
  votes: null,
  latest: { seenAt: new Date(0), votes: 30, comments: 3, stars: 100, codeUrl: null, sourceRank: null },
  earlier: null,
  pick: null
}
const usualMovement: Movement = { votes: 15, stars: 1, since: undefined }
const usual = Object.fromEntries(
  table.map(([name, { weight, value }]) => [name, weight * (value(usualPaper, usualMovement) ?? 0)])
) as Record<TermName, number>
const usualScore = table.reduce((sum, [name]) => sum + usual[name], 0)

/** The score of a paper in the edition of `day` as known at `at`. Age counts in whole feed days, so the order does not depend on the hour. */
export function scoreOf(paper: Signals, { day, at }: { day: string; at: Date }): { score: number; terms: Terms } {
  const movement = movementOf(paper, at)
  const known = table.flatMap(([name, { weight, value }]) => {
    const found = value(paper, movement)
    return found === undefined ? [] : [{ name, share: weight * found }]
  })
  const usuallyKnown = known.reduce((sum, { name }) => sum + usual[name], 0)
  const age = Math.max(0, daysBetween(paper.feedDay, day)) / daysPerDecade
  const terms: Terms = { age: age === 0 ? 0 : -age }
  if (known.length === 0) terms.usual = usualScore
  for (const { name, share } of known) terms[name] = (share * usualScore) / usuallyKnown
  return { score: Object.values(terms).reduce((sum, term) => sum + term, 0), terms }
}

function log(count: number | undefined, cap = Infinity): number | undefined {
  return count === undefined ? undefined : Math.log10(1 + Math.min(count, cap))
}
