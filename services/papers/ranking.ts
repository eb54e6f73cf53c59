import type { Words } from '../mail/words/words.ts'
import { reasonFor } from './ranking/reason.ts'
import { scoreOf, type Terms } from './ranking/score.ts'
import { knownVotes, type Signals } from './ranking/signals.ts'

export type Ranked<Paper> = Paper & {
  score: number
  terms: Terms
  /** Why it stands where it does, in one line that is true. */
  reason: string
}

/**
 * Ranks papers for the edition of a day, as known at the instant `at`, best first: what a
 * curator pinned, in the order of pinning, then by score (ranking/score.ts).
 *
 * When this installation first saw a paper is no signal: it says when we looked.
 */
export function rankPapers<Paper extends Signals>(
  papers: readonly Paper[],
  { day, at, words }: { day: string; at: Date; words?: Words }
): Ranked<Paper>[] {
  return papers
    .map((paper) => ({ ...paper, ...scoreOf(paper, { day, at }), reason: reasonFor(paper, at, words) }))
    .toSorted(inOrder)
}

/** A total order: what two papers share, the next line decides, and no two have one title key. */
function inOrder(one: Ranked<Signals>, other: Ranked<Signals>): number {
  return (
    compare(one.pick?.pinned ?? Infinity, other.pick?.pinned ?? Infinity) ||
    other.score - one.score ||
    (knownVotes(other).votes ?? -1) - (knownVotes(one).votes ?? -1) ||
    compare(other.feedDay, one.feedDay) ||
    compare(one.position ?? Infinity, other.position ?? Infinity) ||
    compare(one.titleKey, other.titleKey)
  )
}

function compare<Value extends string | number>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0
}
