import { matchBraces } from './braces.ts'
import { command } from './commands.ts'
import { bareLink, linkGroup } from './links.ts'
import { dollarSpan } from './math-spans.ts'
import { dashes, quotes, tie } from './punctuation.ts'
import type { Run, Style } from './run.ts'
import type { Rule, Scanner } from './scanner.ts'
import { textScript } from './text-scripts.ts'
import { createWriter } from './writer.ts'

/** Groups within groups: no author goes deeper, and each level is a call. */
const deepest = 24

/** Plain words: what braces around them were for is gone. Sets, JSON and BibTeX keep theirs. */
const plainGroup = /^[\p{L}\p{N}\p{M}\s`.%+\-–—−]*$/u

/** Reads a prepared text once, from left to right. `residue` counts what was not understood. */
export function scanText(source: string, { keepDashes }: { keepDashes: boolean }): { runs: Run[]; residue: number } {
  // One character long whatever it finds, so that `test` tells the place: `exec` made an array for each.
  const next = /(?=https?:\/\/|--|''|[\\{}$^_~`"])./gi
  let depth = 0
  const scanner: Scanner = {
    source,
    closing: matchBraces(source),
    out: createWriter(),
    keepDashes,
    residue: 0,
    openQuotes: 0,
    scan
  }
  scan(0, source.length, {})
  return { runs: scanner.out.finish(), residue: scanner.residue }

  function scan(from: number, to: number, style: Style): void {
    if (depth === deepest) {
      scanner.out.write(source.slice(from, to).replaceAll(/[\\{}$`]/g, ''), style)
      return
    }
    depth++
    let at = from
    while (at < to) {
      next.lastIndex = at
      const found = next.test(source) ? Math.min(next.lastIndex - 1, to) : to
      scanner.out.write(source.slice(at, found), style)
      at = found < to ? special(found, style, to) : to
    }
    depth--
  }

  function special(at: number, style: Style, to: number): number {
    const character = source[at] ?? ''
    const after = rules.get(character.toLowerCase())?.(scanner, at, style, to)
    if (after !== undefined) return after
    scanner.out.write(character, style)
    return at + 1
  }
}

const group: Rule = (scanner, at, style, to) => {
  const link = linkGroup(scanner, at, style, to)
  if (link !== undefined) return link
  const end = scanner.closing[at] ?? -1
  if (end === -1 || end >= to) return undefined
  const { out } = scanner
  const mark = out.mark()
  scanner.scan(at + 1, end, { ...style })
  if (style.href === undefined && !plainGroup.test(out.since(mark))) {
    out.insert(mark, '{', style)
    out.write('}', style)
  }
  return end + 1
}

const rules = new Map<string, Rule>([
  ['h', bareLink],
  ['\\', command],
  ['{', group],
  ['$', dollarSpan],
  ['^', textScript],
  ['_', textScript],
  ['~', tie],
  ['-', dashes],
  ['`', quotes],
  ["'", quotes],
  ['"', quotes]
])
