import { type Spread, spreadOf } from './bootstrap.ts'
import type { JudgedDay } from './judged-day.ts'
import { type RankingName, rankings, scoresOf } from './orders.ts'

/** Fewer days than this decide nothing: one odd day moves the mean more than the rankings differ. */
export const daysNeeded = 30

/** How the ranking did against the plain ones. */
export interface Comparison {
  /** Days on which a paper gained votes. */
  days: number
  /** Whether they are enough to tell. */
  enough: boolean
  /** NDCG@10 of each ranking, and how much better the recommended one is on the same days. */
  rankings: { name: RankingName; ndcg: Spread; recommendedIsBetterBy: Spread | null }[]
}

/** Compares the ranking with the baselines over days; undefined where no day can be judged. */
export function compareRankings(days: readonly JudgedDay[]): Comparison | undefined {
  const scores = days.map(scoresOf).filter((found) => found !== undefined)
  if (scores.length === 0) return undefined
  return {
    days: scores.length,
    enough: scores.length >= daysNeeded,
    rankings: rankings.map((name) => ({
      name,
      ndcg: spreadOf(scores.map((each) => each[name])),
      recommendedIsBetterBy:
        name === 'recommended' ? null : spreadOf(scores.map((each) => each.recommended - each[name]))
    }))
  }
}
