import { contributionScore, resultScore } from './score-sentence.ts'
import { type Span, splitSentences } from './split-sentences.ts'

/** Which sentences of an abstract say what the paper did. */
export interface ChosenSentences {
  contribution: Span
  /** undefined where none states a result, or none that fits. */
  result: Span | undefined
}

/** A result below this is said in passing. */
const leastResult = 2
/** Characters that both together may have: about four lines of a mail. */
const room = 340

/**
 * The sentence that states what a paper contributes, and one behind it that states what came of it,
 * by set phrases, figures and the words of the title. Deterministic; undefined for an empty text. The
 * first sentence is chosen only where it says more of this than every other one, as it is nearly
 * always about the field, or where no other says any of it.
 */
export function chooseSentences({ title, abstract }: { title: string; abstract: string }): ChosenSentences | undefined {
  const spans = splitSentences(abstract)
  const textOf = ({ from, to }: Span) => abstract.slice(from, to)
  const contribution = contributionOf(spans, (span) => contributionScore(textOf(span), title))
  if (contribution === undefined) return undefined
  const left = room - (contribution.to - contribution.from)
  const after = spans.filter(
    (span) => span.from > contribution.from && span.to - span.from <= left && resultScore(textOf(span)) >= leastResult
  )
  const worth = after.map((span) => resultScore(textOf(span)))
  return { contribution, result: best(after, worth) }
}

function contributionOf(spans: readonly Span[], score: (span: Span) => number): Span | undefined {
  const [first = 0, ...others] = spans.map(score)
  return best(spans, [others.some((other) => other > 0) ? first - 2 : first, ...others])
}

/** The first of those with the highest score. */
function best(spans: readonly Span[], scores: readonly number[]): Span | undefined {
  // Not Math.max(...scores): there may be more sentences than a call may have arguments.
  return spans[scores.indexOf(scores.reduce((most, next) => Math.max(most, next), Number.NEGATIVE_INFINITY))]
}
