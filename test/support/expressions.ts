import { type Expression as Node, parseSync, Visitor } from 'oxc-parser'
import type { Source } from './sources.ts'

export interface Expression {
  /** services/mail/slots.ts:14 */
  place: string
  source: string
  flags: string
}

/**
 * The regular expressions of a file, by its syntax tree: literals, and `new RegExp` of what the file itself spells
 * out. `unread` are the places of those that are put together of what only a run knows.
 */
export function expressionsOf({ path, text }: Source): { expressions: Expression[]; unread: string[] } {
  const { program } = parseSync(path, text)
  const constants = new Map<string, Node>()
  const expressions: Expression[] = []
  const unread: string[] = []
  const placeOf = ({ start }: { start: number }) => `${path}:${text.slice(0, start).split('\n').length}`
  const construct = ({ start, callee, arguments: [made, flagged] }: Construction) => {
    if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return
    const source = made === undefined ? undefined : spelledOut(made as Node, constants)
    const flags = flagged === undefined ? '' : spelledOut(flagged as Node, constants)
    if (source === undefined || flags === undefined) unread.push(placeOf({ start }))
    else expressions.push({ place: placeOf({ start }), source, flags })
  }

  new Visitor({
    VariableDeclaration: ({ kind, declarations }) => {
      for (const { id, init } of declarations)
        if (kind === 'const' && id.type === 'Identifier' && init !== null) constants.set(id.name, init)
    }
  }).visit(program)
  new Visitor({
    Literal: (node) => {
      if ('regex' in node)
        expressions.push({ place: placeOf(node), source: node.regex.pattern, flags: node.regex.flags })
    },
    NewExpression: construct,
    CallExpression: construct
  }).visit(program)
  return { expressions, unread }
}

interface Construction {
  start: number
  callee: Node
  arguments: readonly unknown[]
}

function spelledOut(node: Node, constants: Map<string, Node>): string | undefined {
  if (node.type === 'Literal') return 'regex' in node ? node.regex.pattern : String(node.value)
  if (node.type === 'Identifier') {
    const value = constants.get(node.name)
    return value === undefined ? undefined : spelledOut(value, constants)
  }
  if (node.type === 'TemplateLiteral') {
    const values = node.expressions.map((part) => spelledOut(part, constants))
    return values.includes(undefined)
      ? undefined
      : node.quasis.map(({ value }, index) => (value.cooked ?? '') + (values[index] ?? '')).join('')
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const { object, property } = node.callee
  if (object.type !== 'ArrayExpression' || property.type !== 'Identifier' || property.name !== 'join') return undefined
  const parts = [node.arguments[0], ...object.elements].map((part) => spelledOut(part as Node, constants))
  const [between, ...joined] = parts
  return parts.includes(undefined) ? undefined : joined.join(between)
}
