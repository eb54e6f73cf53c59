import { readMath } from './math.ts'
import { flatText } from './render.ts'
import type { Rule } from './scanner.ts'

/**
 * Superscripts and subscripts outside formulas, as Hugging Face leaves them: `_{..}`, `^{..}`,
 * `^digits` and a single `^letter` right behind a letter, digit or bracket. A bare `_x` is
 * never one: snake_case and <Health_Info_1> are words.
 */
export const textScript: Rule = (scanner, at, style, to) => {
  if (!/[\p{L}\p{N}\p{M})\]]$/u.test(scanner.out.tail())) return undefined
  const raised = scanner.source[at] === '^'
  const group = scanner.source[at + 1] === '{' ? (scanner.closing[at + 1] ?? -1) : -1
  const script = { ...style, kind: raised ? 'sup' : 'sub' } as const
  if (group !== -1 && group < to && group - at < 100) {
    const runs = readMath(scanner.source.slice(at + 2, group).trim())
    if (runs === undefined || runs.length === 0) return undefined
    scanner.out.write(flatText(runs), script)
    return group + 1
  }
  const bare = raised
    ? /^(?:\d{1,20}|\p{L}(?!\p{L}))/u.exec(scanner.source.slice(at + 1, Math.min(to, at + 23)))?.[0]
    : undefined
  if (bare === undefined) return undefined
  scanner.out.write(bare, script)
  return at + 1 + bare.length
}
