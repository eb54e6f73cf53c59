import type { MathReader } from './math-reader.ts'
import {
  blackboard,
  mathAccents,
  mathFunctions,
  mathSilent,
  mathSymbols,
  mathTexts,
  mathWrappers
} from './math-symbols.ts'
import { flatText } from './render.ts'
import type { Run } from './run.ts'

/**
 * Reads the command at the reader's place. `before` is the character in front of it: a word
 * such as `log` needs a blank there, and an operator that has one keeps the one behind it.
 */
export function mathCommand(reader: MathReader, before: string): Run[] | undefined {
  const name = /^\\([A-Za-z]+|[^])/u.exec(reader.source.slice(reader.at, reader.at + 32))?.[1]
  if (name === undefined) return undefined
  reader.at += 1 + name.length
  if (!/[A-Za-z]/.test(name)) return one(marks.get(name))
  if (mathFunctions.has(name)) return word(reader, name, before)
  if (name === 'operatorname') return operatorName(reader, before)
  if (mathTexts.has(name)) return one(words(reader))
  const structure = structures.get(name)
  if (structure !== undefined) return structure(reader)
  const symbol = mathSilent.has(name) ? silent(reader) : mathSymbols.get(name)
  if (symbol !== undefined) {
    if (before !== ' ') skipBlanks(reader)
    return one(symbol)
  }
  if (mathWrappers.has(name)) return reader.argument()
  const accent = mathAccents.get(name)
  return accent === undefined ? undefined : accented(reader, accent)
}

/** Whether a command found outside a formula is one of a formula's. */
export function isMathCommand(name: string): boolean {
  return [structures, mathFunctions, mathSymbols, mathWrappers, mathAccents].some((table) => table.has(name))
}

const marks = new Map([
  ...Array.from('%$#&_{}', (character): [string, string] => [character, character]),
  ...Array.from(',;: ', (character): [string, string] => [character, ' ']),
  ['!', ''],
  ['|', '‖']
])

const structures = new Map<string, (reader: MathReader) => Run[] | undefined>([
  ['frac', fraction],
  ['tfrac', fraction],
  ['dfrac', fraction],
  ['nicefrac', fraction],
  ['sqrt', root],
  ['mathbb', (reader) => reader.argument()?.map((run) => ({ ...run, text: doubled(run.text) }))],
  ['not', (reader) => accented(reader, '\u0338')],
  ['quad', () => one(' ')],
  ['qquad', () => one(' ')]
])

function fraction(reader: MathReader): Run[] | undefined {
  const above = reader.argument()
  const below = above === undefined ? undefined : reader.argument()
  if (above === undefined || below === undefined) return undefined
  return [...bracketed(above), { text: '/' }, ...bracketed(below)]
}

function root(reader: MathReader): Run[] | undefined {
  // A cube root's index has no plain place to go.
  if (reader.source[reader.at] === '[') return undefined
  const inside = reader.argument()
  return inside === undefined ? undefined : [{ text: '√' }, ...bracketed(inside)]
}

/** Brackets where more than one term would otherwise run into what follows. */
function bracketed(runs: Run[]): Run[] {
  return /^[\p{L}\p{N}\p{M}.,√]*$/u.test(runs.map(({ text }) => text).join(''))
    ? runs
    : [{ text: '(' }, ...runs, { text: ')' }]
}

function accented(reader: MathReader, mark: string): Run[] | undefined {
  const runs = reader.argument()
  const base = runs === undefined ? '' : flatText(runs).trim()
  // Over more than one character the mark would sit on the last one only.
  return Array.from(base).length === 1 ? one((base + mark).normalize('NFC')) : undefined
}

function word(reader: MathReader, name: string, before: string): Run[] {
  skipBlanks(reader)
  const lead = /[\p{L}\p{N})]/u.test(before) ? ' ' : ''
  const trail = /[A-Za-z0-9\\]/.test(reader.source[reader.at] ?? '') ? ' ' : ''
  return [{ text: lead + (name === 'bmod' ? 'mod' : name) + trail }]
}

function operatorName(reader: MathReader, before: string): Run[] | undefined {
  if (reader.source[reader.at] === '*') reader.at++
  const name = words(reader)
  return name === undefined ? undefined : word(reader, name, before)
}

/** A group of words, read as text. */
function words(reader: MathReader): string | undefined {
  const [all, text = ''] = /^\s*\{([^{}$]*)\}/.exec(reader.source.slice(reader.at)) ?? []
  if (all === undefined) return undefined
  const unescaped = text.replaceAll(/\\([%#&_ ])/g, '$1').replaceAll('~', ' ')
  if (unescaped.includes('\\')) return undefined
  reader.at += all.length
  return unescaped
}

function silent(reader: MathReader): string {
  // `\left.` is a bracket that is not there.
  if (reader.source[reader.at] === '.') reader.at++
  return ''
}

function skipBlanks(reader: MathReader): void {
  while (reader.source[reader.at] === ' ') reader.at++
}

function doubled(text: string): string {
  return Array.from(text, (letter) => blackboard.get(letter) ?? letter).join('')
}

function one(text: string | undefined): Run[] | undefined {
  return text === undefined ? undefined : [{ text }]
}
