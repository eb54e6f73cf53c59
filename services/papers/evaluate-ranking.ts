import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Comparison, compareRankings } from './evaluate/compare.ts'
import type { JudgedDay } from './evaluate/judged-day.ts'
import { addDays, openFeedDay } from './feed-day.ts'
import { findListed, findVotes } from './papers.queries.ts'

const dayMs = 86_400_000
/** A vote counts for so long after the freeze: by then a paper's votes have nearly settled. */
const outcomeDays = 7
/** Who was not read in the last days of the seven is not judged: lists are followed for a week, so those of earlier days end before. */
const lastReadingDays = 3
/** Papers of so many feed days compete: a day's own, and those that may still rise. */
const competingDays = 3
/** The first ten of ten papers say nothing. */
const fewestPapers = 11
/** Those that nobody read again are the ones that sank: without them a day looks better than it was. */
const smallestShare = 0.8

export interface Evaluation {
  /** The days looked at, YYYY-MM-DD. */
  from: string
  until: string
  /** undefined: no day could be judged. */
  comparison: Comparison | undefined
  /** Days that could not be judged, by reason. */
  leftOut: { tooFewPapers: number; notReadLater: number; nothingGained: number }
}

/**
 * Judges the ranking by what this installation wrote down: for each of the last `days` feed days
 * whose seven days are over, what was known at its freeze is ranked and compared with the votes
 * gained since. Places on a day's list are not kept over time and stay out of it, as do a
 * curator's picks: they are not what is judged.
 */
export async function evaluateRanking(
  { db, clock }: { db: Db; clock: Clock },
  { days, freezeOf }: { days: number; freezeOf: (day: string) => Date }
): Promise<Evaluation> {
  const until = newestJudgeable(clock.now(), freezeOf)
  const from = addDays(until, 1 - days)
  const judged: JudgedDay[] = []
  const leftOut = { tooFewPapers: 0, notReadLater: 0, nothingGained: 0 }
  for (let day = from; day <= until; day = addDays(day, 1)) {
    const found = await judge(db, day, freezeOf(day))
    if (typeof found === 'string') leftOut[found]++
    else judged.push(found)
  }
  return { from, until, comparison: compareRankings(judged), leftOut }
}

function newestJudgeable(now: Date, freezeOf: (day: string) => Date): string {
  let day = addDays(openFeedDay(now), -outcomeDays)
  while (freezeOf(day).getTime() + outcomeDays * dayMs > now.getTime()) day = addDays(day, -1)
  return day
}

async function judge(
  db: Db,
  day: string,
  at: Date
): Promise<JudgedDay | 'tooFewPapers' | 'notReadLater' | 'nothingGained'> {
  const found = await findListed(db, { after: addDays(day, -competingDays), until: day, at })
  const listed = found.filter(({ source }) => source !== 'curator')
  if (listed.length < fewestPapers) return 'tooFewPapers'
  const end = at.getTime() + outcomeDays * dayMs
  const later = await findVotes(db, {
    papers: listed.map(({ id }) => id),
    after: new Date(end - lastReadingDays * dayMs),
    until: new Date(end)
  })
  const papers = listed.flatMap((paper) => {
    const before = paper.latest?.votes ?? undefined
    const after = later.get(paper.id)
    if (before === undefined || after === undefined) return []
    return [{ ...paper, position: null, pick: null, gain: Math.max(0, after - before) }]
  })
  if (papers.length < Math.max(fewestPapers, smallestShare * listed.length)) return 'notReadLater'
  return papers.some(({ gain }) => gain > 0) ? { day, at, papers } : 'nothingGained'
}
