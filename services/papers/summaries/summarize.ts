import { flatText, withoutLinks } from '../clean-text/render.ts'
import type { Run } from '../clean-text/run.ts'
import { chooseSentences } from './choose-sentences.ts'
import type { Span } from './split-sentences.ts'

/** A text, and the same in runs where it has styles. */
interface Styled {
  text: string
  runs: Run[] | undefined
}

export interface AbstractSummary {
  /** What the paper contributes and, where that is said, what came of it. */
  summary: Styled
  /** The first of it alone. */
  line: Styled
}

/** The sentences of an abstract that say what the paper did, without the words that lead over to them. */
export function summarizeAbstract({
  title,
  abstract,
  abstractRuns
}: {
  title: string
  abstract: string
  abstractRuns: Run[] | null
}): AbstractSummary | undefined {
  const runs: Run[] = abstractRuns === null ? [{ text: abstract }] : withoutLinks(abstractRuns)
  const text = runs.map((run) => run.text).join('')
  const chosen = chooseSentences({ title, abstract: text })
  if (chosen === undefined) return undefined
  const styled = (parts: Run[]): Styled => ({
    text: flatText(parts),
    runs: abstractRuns === null ? undefined : parts
  })
  const contribution = sentence(runs, text, chosen.contribution)
  const result = chosen.result === undefined ? [] : [{ text: ' ' }, ...sentence(runs, text, chosen.result)]
  return { summary: styled([...contribution, ...result]), line: styled(contribution) }
}

// Leads from a sentence that is not shown, or say where we are: in a paper.
const lead = new RegExp(
  `^(?:${[
    'in this (?:paper|work|study|article|report),? ',
    'to (?:address|solve|overcome|tackle|bridge|resolve|mitigate|remedy|fill|achieve|answer) (?:this|these|that|it|the)\\b[^,]{0,60}, ',
    '(?:to this end|to do so|with this motivation|with that|as a result|in addition|in particular), ',
    '(?:based on|motivated by|upon|leveraging) (?:this|these|the above|our)\\b[^,]{0,50}, ',
    '(?:specifically|furthermore|moreover|additionally|besides|therefore|thus|hence|consequently|finally|technically|notably|remarkably|overall|instead|meanwhile|also|first|second|firstly|secondly), ',
    '(?:our |the )?(?:\\w+ )?(?:experiments?|experimental results|results|evaluations|findings)(?: \\w+){0,2} (?:show|demonstrate|indicate|reveal|confirm) that '
  ].join('|')})`,
  'i'
)

function sentence(runs: readonly Run[], text: string, { from, to }: Span): Run[] {
  let start = from
  for (;;) {
    const length = lead.exec(text.slice(start, to))?.[0].length ?? 0
    if (length === 0) break
    start += length
  }
  const kept = slice(runs, start, to)
  const [head, ...rest] = kept
  // A name such as xAR stays as it is.
  if (start === from || head === undefined || !/^\p{Ll}+(?:[\s,-]|$)/u.test(head.text)) return kept
  return [{ ...head, text: head.text.charAt(0).toUpperCase() + head.text.slice(1) }, ...rest]
}

function slice(runs: readonly Run[], from: number, to: number): Run[] {
  let at = 0
  return runs.flatMap((run) => {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at))
    at += run.text.length
    return text === '' ? [] : [{ ...run, text }]
  })
}
