import { letterCommands, readAccent } from './accents.ts'
import { type Argument, argumentAt, skipOption } from './arguments.ts'
import { dropped, escapes, silent, switches, tightWords, words, wrappers } from './command-tables.ts'
import { writeHref, writeUrl } from './links.ts'
import { readMath } from './math.ts'
import { isMathCommand } from './math-commands.ts'
import { bracketSpan } from './math-spans.ts'
import type { RunKind, Style } from './run.ts'
import type { Rule, Scanner } from './scanner.ts'

/** Everything that begins with a backslash outside a formula. */
export const command: Rule = (scanner, at, style, to) => {
  const { source, out } = scanner
  const name = /^[A-Za-z]{1,40}/.exec(source.slice(at + 1, Math.min(to, at + 41)))?.[0] ?? source[at + 1] ?? ''
  const end = at + 1 + name.length
  if (end > to || name === '') return undefined
  if (name === '(' || name === '[') return bracketSpan(scanner, at, style, to) ?? write(name, end)

  const accent = readAccent(source, name, end)
  if (accent !== undefined && accent.next <= to) return write(accent.letter, accent.next)
  if (!/[A-Za-z]/.test(name)) return write(escapes.get(name) ?? name, end)
  if (name.length === 1 && 'btcvukrHd'.includes(name)) {
    const group = argumentAt(scanner, end, to)
    if (group !== undefined) return inner(group, style)
  }
  const letter = letterCommands.get(name) ?? tightWords.get(name)
  if (letter !== undefined) return write(letter, source[end] === ' ' ? end + 1 : end)
  const word = words.get(name)
  if (word !== undefined) return write(word, skipEmptyGroup(end))

  if (switches.has(name) && !(wrappers.has(name) && source[end] === '{')) {
    setKind(style, switches.get(name))
    return source[end] === ' ' ? end + 1 : end
  }
  return withArguments(scanner, name, { at, end, to }, style)

  function write(text: string, next: number): number {
    out.write(text, style)
    return next
  }
  function inner(group: Argument, own: Style): number {
    scanner.scan(group.from, group.to, { ...own })
    return group.next
  }
  function skipEmptyGroup(next: number): number {
    return source.startsWith('{}', next) && next + 2 <= to ? next + 2 : next
  }
}

interface Place {
  at: number
  end: number
  to: number
}

function withArguments(scanner: Scanner, name: string, { at, end, to }: Place, style: Style): number {
  const { source, out } = scanner
  const first = argumentAt(scanner, skipOption(source, source[end] === '*' ? end + 1 : end), to)
  if (dropped.has(name)) out.trimEnd()
  const drops = dropped.get(name) ?? silent.get(name)
  if (drops !== undefined) return drops === 0 || first === undefined ? end : first.next
  if (wrappers.has(name)) {
    // A brace that is never closed: what it was to style is unknown.
    if (first === undefined) return source[end] === '{' ? end + 1 : end
    scanner.scan(first.from, first.to, withKind(style, wrappers.get(name)))
    return first.next
  }
  if (first !== undefined && name === 'url') {
    writeUrl(scanner, first, style)
    return first.next
  }
  if (first !== undefined && name === 'footnote') {
    out.trimEnd()
    out.write(' (', style)
    scanner.scan(first.from, first.to, { ...style })
    out.write(')', style)
    return first.next
  }
  const second = first === undefined ? undefined : argumentAt(scanner, first.next, to)
  if (first !== undefined && second !== undefined && (name === 'href' || name === 'textcolor' || name === 'colorbox')) {
    if (name === 'href') writeHref(scanner, first, second, style)
    else scanner.scan(second.from, second.to, { ...style })
    return second.next
  }
  return formulaCommand(scanner, name, { at, end, to }, style) ?? unknown(scanner, name, end, style)
}

/** A command of formulas that stands in the text, with the groups glued to it. */
function formulaCommand(scanner: Scanner, name: string, { at, end, to }: Place, style: Style): number | undefined {
  if (!isMathCommand(name)) return undefined
  let next = end
  for (let group = argumentAt(scanner, next, to); scanner.source[next] === '{' && group !== undefined; ) {
    next = group.next
    group = argumentAt(scanner, next, to)
  }
  const runs = readMath(scanner.source.slice(at, next))
  if (runs === undefined) return undefined
  for (const { text, ...own } of runs) scanner.out.write(text, { ...style, ...own })
  // The closing `$` of a formula that lost its opening one.
  return scanner.source[next] === '$' && !/^[\p{L}\p{N}\\]/u.test(scanner.source.slice(next + 1)) ? next + 1 : next
}

/** A macro of the paper's own, such as `\method`: its name says more than nothing would. */
function unknown(scanner: Scanner, name: string, end: number, style: Style): number {
  scanner.residue++
  scanner.out.write(scanner.source[end] === '{' && !scanner.source.startsWith('{}', end) ? `${name} ` : name, style)
  return end
}

function withKind(style: Style, kind: RunKind | undefined): Style {
  return kind === undefined ? { ...style } : { ...style, kind }
}

function setKind(style: Style, kind: RunKind | undefined): void {
  if (kind === undefined) delete style.kind
  else style.kind = kind
}
