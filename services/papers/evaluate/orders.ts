import { hoursBetween, movementOf } from '../ranking/movement.ts'
import { knownVotes } from '../ranking/signals.ts'
import { rankPapers } from '../ranking.ts'
import type { JudgedDay, JudgedPaper } from './judged-day.ts'
import { chance, ndcg } from './ndcg.ts'

/** The ranking, and the plain ones it has to beat. */
export const rankings = ['recommended', 'level', 'velocity', 'hacker-news', 'random'] as const
export type RankingName = (typeof rankings)[number]

/** What each ranking scores on a day; undefined where no paper gained a vote. */
export function scoresOf(judged: JudgedDay): Record<RankingName, number> | undefined {
  const { day, at, papers } = judged
  const by = (value: (paper: JudgedPaper) => number) => ndcg(sortedBy(papers, value).map(({ gain }) => gain))
  const scores = {
    recommended: ndcg(rankPapers(papers, { day, at }).map(({ gain }) => gain)),
    level: by(votesOf),
    velocity: by((paper) => movementOf(paper, at)?.votes ?? -1),
    'hacker-news': by((paper) => gravity(votesOf(paper), ageInHours(paper, at))),
    random: chance(papers.map(({ gain }) => gain))
  }
  return Object.values(scores).every((score) => score !== undefined)
    ? (scores as Record<RankingName, number>)
    : undefined
}

function votesOf(paper: JudgedPaper): number {
  return knownVotes(paper).votes ?? -1
}

/** From noon UTC of its day: the feed tells no hour. */
function ageInHours({ feedDay }: JudgedPaper, at: Date): number {
  return Math.max(0, hoursBetween(new Date(`${feedDay}T12:00:00Z`), at))
}

/** The formula of Hacker News, as its source had it. */
function gravity(votes: number, age: number): number {
  return Math.max(0, votes - 1) ** 0.8 / (age + 2) ** 1.8
}

/** Highest first. Ties are settled by the title, which knows nothing of what was gained. */
function sortedBy(papers: readonly JudgedPaper[], value: (paper: JudgedPaper) => number): JudgedPaper[] {
  return papers
    .map((paper) => ({ paper, value: value(paper) }))
    .toSorted((one, other) => other.value - one.value || (one.paper.titleKey < other.paper.titleKey ? -1 : 1))
    .map(({ paper }) => paper)
}
