import { daysBetween } from './feed-day.ts'

/** What is known of a listed paper's standing. */
export interface Signals {
  /** null: the source tells no votes, which is not the same as none. */
  votes: number | null
  /** Place on its day's list, from 1. */
  position: number
  /** The day it was listed under, YYYY-MM-DD. */
  feedDay: string
  titleKey: string
}

export type Ranked<Paper> = Paper & {
  score: number
  /** Why it stands where it does, in one line that is true. */
  reason: string
}

interface Signal {
  weight: number
  /** Undefined where nothing is known. */
  value: (paper: Signals) => number | undefined
}

/**
 * The signals and their weights, all in one place. Logarithms: the step from 10 votes to 100
 * counts as much as that from 100 to 1,000, so one giant does not flatten a day.
 */
const signals: readonly Signal[] = [
  { weight: 1, value: ({ votes }) => (votes === null ? undefined : Math.log10(1 + votes)) },
  { weight: 0.3, value: ({ position }) => 1 / (1 + position / 10) }
]
const allWeights = signals.reduce((sum, { weight }) => sum + weight, 0)

/** A day and a half older costs what ten times the votes bring. */
const daysPerDecade = 1.5

/**
 * Ranks papers for the edition of a day, best first. The score adds what is known and takes
 * away for age in whole feed days, so the order does not depend on the hour. A signal that is
 * missing is left out and the others stand for it: counting it as zero would put every paper
 * of a source without votes behind every paper with one.
 *
 * When this installation first saw a paper is no signal: it says when we looked.
 */
export function rankPapers<Paper extends Signals>(papers: readonly Paper[], day: string): Ranked<Paper>[] {
  return papers.map((paper) => ({ ...paper, score: scoreOf(paper, day), reason: reasonFor(paper) })).toSorted(inOrder)
}

function scoreOf(paper: Signals, day: string): number {
  let sum = 0
  let weights = 0
  for (const { weight, value } of signals) {
    const known = value(paper)
    if (known === undefined) continue
    sum += weight * known
    weights += weight
  }
  const age = Math.max(0, daysBetween(paper.feedDay, day))
  return (sum * allWeights) / weights - age / daysPerDecade
}

/** A total order: what two papers share, the next line decides, and no two have one title key. */
function inOrder(one: Signals & { score: number }, other: Signals & { score: number }): number {
  return (
    other.score - one.score ||
    (other.votes ?? -1) - (one.votes ?? -1) ||
    compare(other.feedDay, one.feedDay) ||
    one.position - other.position ||
    compare(one.titleKey, other.titleKey)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

const longDate = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const grouped = new Intl.NumberFormat('en-US')

function reasonFor({ votes, position, feedDay }: Signals): string {
  if (votes !== null && votes > 0)
    return `${grouped.format(votes)} ${votes === 1 ? 'vote' : 'votes'} on Hugging Face Daily Papers`
  return `No. ${position} on the list of ${longDate.format(new Date(`${feedDay}T00:00:00Z`))}`
}
