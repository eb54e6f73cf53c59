import { readMath } from './math.ts'
import type { Style } from './run.ts'
import type { Rule, Scanner } from './scanner.ts'

/** Longer than any formula in an abstract; it also bounds the look ahead for the closing mark. */
const longestSpan = 300

/** `$..$` and `$$..$$`. Everything else that begins with `$` is money. */
export const dollarSpan: Rule = (scanner, at, style, to) => {
  const doubled = scanner.source.startsWith('$$', at)
  const opening = doubled ? '$$' : '$'
  const start = at + opening.length
  const end = closingDollar(scanner.source, start, opening, to)
  if (end === undefined) return undefined
  const inside = scanner.source.slice(start, end)
  if (!doubled && isMoney(inside, scanner.source[end + 1] ?? '')) return undefined
  return writeMath(scanner, inside, scanner.source.slice(at, end + opening.length), style, end + opening.length)
}

/** `\(..\)` and `\[..\]`. */
export const bracketSpan: Rule = (scanner, at, style, to) => {
  const closing = scanner.source[at + 1] === '(' ? '\\)' : '\\]'
  const window = scanner.source.slice(at + 2, Math.min(to, at + 2 + longestSpan))
  const length = window.indexOf(closing)
  if (length === -1 || window.slice(0, length).includes('\n')) return undefined
  const end = at + 2 + length + 2
  return writeMath(scanner, window.slice(0, length), scanner.source.slice(at, end), style, end)
}

function closingDollar(source: string, start: number, opening: string, to: number): number | undefined {
  const last = Math.min(to, start + longestSpan)
  for (let at = start; at < last; at++) {
    const character = source[at]
    if (character === '\n') return undefined
    if (character === '\\') at++
    else if (character === '$') return at > start && source.startsWith(opening, at) ? at : undefined
  }
  return undefined
}

/**
 * Pandoc's guard (no blank inside either `$`, no digit behind the closing one) and one more:
 * a sentence between two `$` is no formula, as in "$15 to US$" or "$300 (of 900) in the test of \alpha$".
 */
function isMoney(inside: string, behind: string): boolean {
  if (/^\s|\s$/.test(inside) || /\d/.test(behind)) return true
  const words = inside.replaceAll(/\\[A-Za-z]+(?:\{[^{}]*\})?/g, '').match(/(?<= )[A-Za-z]{2,}(?=[ ,.;]|$)/g) ?? []
  return words.length > (/^\d/.test(inside) ? 0 : 2)
}

function writeMath(scanner: Scanner, inside: string, verbatim: string, style: Style, next: number): number {
  const runs = readMath(inside.trim())
  if (runs === undefined) {
    scanner.residue++
    scanner.out.write(verbatim, { ...style, kind: 'code' })
  } else for (const { text, ...own } of runs) scanner.out.write(text, { ...style, ...own })
  return next
}
