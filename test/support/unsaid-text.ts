import { type Node, parseSync, Visitor } from 'oxc-parser'
import type { Source } from './sources.ts'

/** Attributes that people see or hear. All others are for machines. */
const visible = new Set(['title', 'alt', 'placeholder', 'label', 'aria-label', 'aria-description', 'aria-valuetext'])

/** What a name, a path, a class or a key of a message looks like: no spaces, and no capital at its beginning. */
const token = /^(?![A-Z])[\w./?#=&:-]*$/

interface Literal {
  line: number
  text: string
}

/**
 * Text in a page's source that comes from no message: between tags, in a visible attribute, or as a string that
 * looks like words. `isMessage` knows the catalogue; what compares, imports, types and names attributes is no text.
 */
export function unsaidText({ path, text: code }: Source, isMessage: (key: string) => boolean): Literal[] {
  const { program } = parseSync(path, code)
  const found: Literal[] = []
  const machine: [start: number, end: number][] = []
  const shown: [start: number, end: number][] = []
  const within = (ranges: typeof machine, { start, end }: Span) =>
    ranges.some(([from, to]) => from <= start && end <= to)
  const skip = (node: Span) => void machine.push([node.start, node.end])
  const literals: { node: Span; text: string }[] = []

  new Visitor({
    ImportDeclaration: ({ source }) => skip(source),
    TSLiteralType: skip,
    BinaryExpression: ({ left, right, operator }) => {
      if (/^[!=]==$/.test(operator)) for (const side of [left, right]) if (side.type === 'Literal') skip(side)
    },
    SwitchCase: ({ test }) => test && skip(test),
    // What is said by key is a message: the compiler knows. Its parameters are looked at.
    CallExpression: ({ callee, arguments: [, key] }) => {
      if (callee.type === 'Identifier' && /^(say|sentence)$/.test(callee.name) && key !== undefined) skip(key)
    },
    JSXAttribute: ({ name, value }) => {
      if (value === null) return
      const isShown = name.type === 'JSXIdentifier' && visible.has(name.name)
      // Upper-case components take texts in attributes of their own names.
      if (isShown) shown.push([value.start, value.end])
    },
    JSXElement: ({ openingElement: { name, attributes }, children }) => {
      const isTag = name.type === 'JSXIdentifier' && /^[a-z]/.test(name.name)
      for (const attribute of attributes)
        if (isTag && attribute.type === 'JSXAttribute' && attribute.value !== null && !isVisible(attribute.name))
          skip(attribute.value)
      seen(children)
    },
    JSXFragment: ({ children }) => seen(children),
    JSXText: (node) => void literals.push({ node, text: node.value }),
    Literal: (node) => {
      if (typeof node.value === 'string') literals.push({ node, text: node.value })
    },
    TemplateElement: (node) => void literals.push({ node, text: node.value.raw })
  }).visit(program)

  /** A string that stands alone between braces, or that a condition chooses there. */
  function seen(children: readonly Node[]): void {
    for (const child of children)
      if (child.type === 'JSXExpressionContainer')
        for (const value of outcomes(child.expression)) shown.push([value.start, value.end])
  }

  for (const { node, text } of literals) {
    if (!/\p{L}/u.test(text) || within(machine, node)) continue
    const isText = code[node.start - 1] === '>' || within(shown, node) || !token.test(text)
    if (isText && !isMessage(text))
      found.push({ line: code.slice(0, node.start).split('\n').length, text: text.trim() })
  }
  return found
}

type Span = Pick<Node, 'start' | 'end'>

const isVisible = (name: { type: string; name: unknown }) =>
  name.type === 'JSXIdentifier' && visible.has(String(name.name))

/** The strings that an expression may come to. */
function outcomes(node: Node): Span[] {
  if (node.type === 'Literal') return [node]
  if (node.type === 'TemplateLiteral') return node.quasis
  if (node.type === 'ConditionalExpression') return [...outcomes(node.consequent), ...outcomes(node.alternate)]
  return node.type === 'LogicalExpression' ? outcomes(node.right) : []
}

/** Text that a route gives to people without the catalogue: as an AppError's, as a problem's detail, to a page. */
export function unsaidAnswers({ path, text: code }: Source): string[] {
  const { program, module } = parseSync(path, code)
  const pages = new Set(
    module.staticImports
      .filter(({ moduleRequest }) => moduleRequest.value.startsWith('./pages/'))
      .flatMap(({ entries }) => entries.map(({ localName }) => localName.value))
  )
  const told: Span[] = []
  new Visitor({
    NewExpression: ({ callee, arguments: [, message] }) => {
      if (callee.type === 'Identifier' && callee.name === 'AppError' && message !== undefined)
        told.push(...outcomes(message))
    },
    Property: ({ key, value }) => {
      if (key.type === 'Identifier' && key.name === 'detail') told.push(...outcomes(value))
    },
    CallExpression: ({ callee, arguments: [, given] }) => {
      if (callee.type !== 'Identifier' || !pages.has(callee.name) || given?.type !== 'ObjectExpression') return
      for (const property of given.properties) if (property.type === 'Property') told.push(...outcomes(property.value))
    }
  }).visit(program)
  return told
    .map(({ start, end }) => `${path}: ${code.slice(start, end)}`)
    .filter((said) => /\p{L}/u.test(said.slice(path.length)))
}
