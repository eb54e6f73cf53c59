import { nextFreeze } from '../editions/freeze-times.ts'
import { daysNeeded } from '../papers/evaluate/compare.ts'
import { type Evaluation, evaluateRanking } from '../papers/evaluate-ranking.ts'
import { closingTime } from '../papers/feed-day.ts'
import { systemClock } from '../platform/clock.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function evaluate({ days, json }: { days: number; json?: boolean }): Promise<void> {
  const evaluation = await withStorage(({ db, config }) =>
    evaluateRanking({ db, clock: systemClock }, { days, freezeOf: (day) => nextFreeze(closingTime(day), config) })
  )
  report(evaluation, { json, lines: linesOf(evaluation) })
}

function linesOf({ from, until, comparison, leftOut }: Evaluation): string[] {
  const { tooFewPapers, notReadLater, nothingGained } = leftOut
  const left = [
    tooFewPapers > 0 && `${tooFewPapers} with too few papers`,
    notReadLater > 0 && `${notReadLater} whose papers were not read a week later`,
    nothingGained > 0 && `${nothingGained} on which no paper gained a vote`
  ].filter((part) => part !== false)
  const without = left.length === 0 ? [] : [`Left out: ${left.join(', ')}.`]
  if (comparison === undefined)
    return [
      `No day from ${from} to ${until} can be judged: that takes votes read at its freeze and a week later.`,
      ...without
    ]
  return [
    `NDCG@10 against the votes of the seven days after each freeze, over ${counted(comparison.days)} from ${from} to ${until}`,
    '(in brackets: where the mean lies in 95 of 100 draws of days)',
    ...comparison.rankings.map(({ name, ndcg, recommendedIsBetterBy }) => {
      const figures = `  ${name.padEnd(12)} ${ndcg.mean.toFixed(3)} (${ndcg.low.toFixed(3)} to ${ndcg.high.toFixed(3)})`
      if (recommendedIsBetterBy === null) return figures
      const { mean, low, high } = recommendedIsBetterBy
      return `${figures}  recommended ${signed(mean)} (${signed(low)} to ${signed(high)})`
    }),
    ...without,
    ...(comparison.enough
      ? []
      : [
          `${counted(comparison.days)} ${comparison.days === 1 ? 'is' : 'are'} too few to tell: it takes ${daysNeeded}.`
        ])
  ]
}

function counted(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`
}
