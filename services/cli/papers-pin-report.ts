import type { CurateOutcome } from '../papers/curate.ts'

type Paper = CurateOutcome['paper']

/** A paper as an operator tells it from others: "Title" (paper 12, arXiv 2611.00001) */
export function nameOf({ id, arxivId, title }: Paper): string {
  return `"${title}" (paper ${id}${arxivId === null ? '' : `, arXiv ${arxivId}`})`
}

/** Why an edition to come will not have it all the same, one line each. */
export function exclusion({ frozenIn, withdrawn }: Paper, consequence: string): string[] {
  return [
    ...(frozenIn === null ? [] : [`It is in the edition of ${frozenIn}, so ${consequence}.`]),
    ...(withdrawn ? ['Its authors withdrew it, so no edition takes it.'] : [])
  ]
}
