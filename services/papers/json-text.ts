/** A place in a text, from 1; columns count UTF-16 code units, as editors do. */
export interface Place {
  line: number
  column: number
}

const token =
  /[ \t\r\n]*(?:("[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001F]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{},:]))/y

/**
 * Where a text stops being JSON, undefined where it is. JSON.parse of Node 20 names a place for
 * some mistakes and none for others.
 */
export function jsonFault(text: string): Place | undefined {
  const open: string[] = []
  let expected = 'v'
  let at = 0
  while (expected !== 'end' || at < text.length) {
    token.lastIndex = at
    const [all, string, scalar, mark] = token.exec(text) ?? []
    const next =
      all === undefined ? undefined : step(open, expected, string ?? scalar ?? mark ?? '', string !== undefined)
    if (all === undefined || next === undefined) {
      const rest = text.slice(at).search(/\S/)
      if (rest === -1 && expected === 'end') return undefined
      return placeAt(text, rest === -1 ? text.length : at + rest)
    }
    expected = next
    at += all.length
  }
  return undefined
}

/**
 * What may follow: v a value, a its closing bracket too, k a key, o its closing brace too,
 * `:` and `,` themselves (or a closing), end nothing. Undefined where this token may not be here.
 */
function step(open: string[], expected: string, found: string, isString: boolean): string | undefined {
  const after = () => (open.length === 0 ? 'end' : ',')
  if (found === ']' || found === '}') {
    const allowed = expected === ',' || expected === (found === ']' ? 'a' : 'o')
    return allowed && open.pop() === (found === ']' ? '[' : '{') ? after() : undefined
  }
  if (expected === 'k' || expected === 'o') return isString ? ':' : undefined
  if (expected === ':') return found === ':' ? 'v' : undefined
  if (expected === ',') return found === ',' ? (open.at(-1) === '[' ? 'v' : 'k') : undefined
  if (expected === 'end' || found === ',' || found === ':') return undefined
  if (found !== '[' && found !== '{') return after()
  open.push(found)
  return found === '[' ? 'a' : 'o'
}

/** The line each item of a JSON array begins on. The text must be one. */
export function itemLines(text: string): number[] {
  const lines: number[] = []
  let depth = 0
  let line = 1
  let awaited = false
  for (const [found] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},\n]|[^\s"[\]{},]+/g)) {
    if (found === '\n') {
      line++
      continue
    }
    if (depth === 1 && awaited && found !== ']') lines.push(line)
    awaited = (depth === 0 && found === '[') || (depth === 1 && found === ',')
    if (found === '[' || found === '{') depth++
    else if (found === ']' || found === '}') depth--
  }
  return lines
}

function placeAt(text: string, at: number): Place {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
