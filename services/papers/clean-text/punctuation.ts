import type { Rule } from './scanner.ts'

/** TeX's dashes. `--flag` and longer rows of hyphens are not dashes. */
export const dashes: Rule = (scanner, at, style) => {
  const { source, out } = scanner
  if (scanner.keepDashes) return undefined
  let end = at
  while (source[end] === '-') end++
  const length = end - at
  const before = out.tail().slice(-1)
  const behind = source[end] ?? ''
  const write = (dash: string) => {
    out.write(dash, style)
    return end
  }
  if (length > 3 || /[<>|!+]/.test(before) || /[<>|!+]/.test(behind)) return write('-'.repeat(length))
  if (length === 3) return write('—')
  if (/[\d%]/.test(before) && /\d/.test(behind)) return write('–')
  const spaceBefore = /^$|\s/.test(before)
  const spaceBehind = /^$|\s/.test(behind)
  if (spaceBefore !== spaceBehind) return write('--')
  return write(spaceBefore ? '–' : '—')
}

/**
 * `~` is TeX's tie, and "about" in a sentence: kept where a blank, `(` or `=` stands before and
 * something countable behind it (~150%, ~half), and between numbers (1M~4M).
 */
export const tie: Rule = (scanner, at, style) => {
  const before = scanner.out.tail()
  const behind = scanner.source[at + 1] ?? ''
  const about = /(?:^|[\s(=])$/.test(before) && /[\p{L}\p{N}$\\/]/u.test(behind)
  const range = /\d[KMGBTkm%]?$/.test(before) && /\d/.test(behind)
  if (about || range) scanner.out.write('~', style)
  // Before a bracket nothing is torn apart by a line break.
  else scanner.out.write(behind === '(' || behind === '[' ? ' ' : '\u00A0', style)
  return at + 1
}

/** ``double'' quotes, also those that end in a plain `"`, and `single' ones. */
export const quotes: Rule = (scanner, at, style, to) => {
  const { source, out } = scanner
  if (source.startsWith('``', at)) {
    scanner.openQuotes++
    out.write('“', style)
    return at + 2
  }
  if (source[at] === '`') return singleQuote(scanner, at, style, to)
  // A closing mark without an opening one is a second derivative or an inch.
  if (scanner.openQuotes === 0 || /^$|\s$/.test(out.tail())) return undefined
  scanner.openQuotes--
  out.write('”', style)
  return at + (source[at] === '"' ? 1 : 2)
}

const singleQuote: Rule = (scanner, at, style, to) => {
  const window = scanner.source.slice(at + 1, Math.min(to, at + 80))
  const another = window.indexOf('`')
  const words = another === -1 ? window : window.slice(0, another)
  const length = /(?<=\S)'(?![\p{L}\p{N}'])/u.exec(words)?.index
  if (length === undefined || /^[\s']/.test(words)) return undefined
  scanner.out.write('‘', style)
  scanner.scan(at + 1, at + 1 + length, style)
  scanner.out.write('’', style)
  return at + 2 + length
}
