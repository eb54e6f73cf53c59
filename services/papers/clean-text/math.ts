import { mathCommand } from './math-commands.ts'
import type { MathReader } from './math-reader.ts'
import { flatText } from './render.ts'
import type { Run } from './run.ts'

const deepest = 12

/**
 * The inside of a math span as runs, or undefined where anything in it is unknown: half a
 * formula would say something else than the whole, so then the source is shown as it is.
 */
export function readMath(source: string): Run[] | undefined {
  const reader: MathReader = {
    source,
    at: 0,
    depth: 0,
    argument: () => argument(reader)
  }
  const runs = sequence(reader)
  return reader.at === source.length ? runs : undefined
}

function sequence(reader: MathReader): Run[] | undefined {
  const runs: Run[] = []
  reader.depth++
  if (reader.depth > deepest) return undefined
  while (reader.at < reader.source.length && reader.source[reader.at] !== '}') {
    const next = atom(reader, runs)
    if (next === undefined) return undefined
    runs.push(...next)
  }
  reader.depth--
  return runs
}

function atom(reader: MathReader, before: readonly Run[]): Run[] | undefined {
  const character = String.fromCodePoint(reader.source.codePointAt(reader.at) ?? 0)
  if (character === '\\') return mathCommand(reader, flatText(before.slice(-1)).slice(-1))
  if (character === '{') return group(reader)
  reader.at += character.length
  if (character === '^' || character === '_') return script(reader, character === '^' ? 'sup' : 'sub')
  if ('$#&%'.includes(character)) return undefined
  if (/\s/.test(character)) return flatText(before.slice(-1)).endsWith(' ') ? [] : [{ text: ' ' }]
  return [{ text: plain.get(character) ?? character }]
}

const plain = new Map([
  ['-', '−'],
  ["'", '′'],
  ['~', ' ']
])

function script(reader: MathReader, kind: 'sub' | 'sup'): Run[] | undefined {
  const runs = reader.argument()
  if (runs === undefined) return undefined
  const text = flatText(runs).trim()
  if (text === '') return []
  if (kind === 'sup' && text === '∘') return [{ text: '°' }]
  if (kind === 'sup' && /^′+$/.test(text)) return [{ text }]
  return [{ text, kind }]
}

function argument(reader: MathReader): Run[] | undefined {
  while (reader.source[reader.at] === ' ') reader.at++
  const character = reader.source[reader.at]
  return character === undefined || '}^_'.includes(character) ? undefined : atom(reader, [])
}

function group(reader: MathReader): Run[] | undefined {
  reader.at++
  const runs = sequence(reader)
  if (reader.source[reader.at] !== '}') return undefined
  reader.at++
  return runs
}
