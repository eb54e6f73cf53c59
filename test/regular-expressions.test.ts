import { analyse } from 'scslre'
import { expect, test } from 'vitest'
import { type Attack, attacksOn } from './support/attack-strings.ts'
import { type Expression, expressionsOf } from './support/expressions.ts'
import { growsFaster } from './support/growth.ts'
import { readSources } from './support/sources.ts'

const read = readSources().map(expressionsOf)

test('no regular expression takes more than its share longer for a longer text', () => {
  const expressions = read.flatMap((file) => file.expressions)
  expect(expressions.length).toBeGreaterThan(300)
  const slow = expressions
    .map(({ place, ...expression }) => [place, expression, faultOf(expression)] as const)
    .filter(([, , fault]) => fault !== undefined)
  expect(slow).toEqual([])
})

test('every regular expression can be read from its file, but for one', () => {
  expect(read.flatMap(({ unread }) => unread).map((place) => place.replace(/:\d+$/, ''))).toEqual([
    // Of a reader's address, with each of its characters standing for itself: test/outside-text.test.ts runs it.
    'services/mail/replies/redact-reply.ts'
  ])
})

test.each([
  ['at every place anew', /\s+$/],
  ['at every place anew, for more than a character', /<head[^>]*>/],
  ['at every place anew, until something else comes', /\s*\n\s*/g],
  ['from one part to the next', /^a*a*b/],
  ['from one part to the next, by more than a character', /^(?:ab)*c?(?:ab)*d/],
  ['in itself', /^(?:a+)+b/],
  ['in itself, by more than a character', /^(?:(?:ab)+)+c/],
  ['between alternatives', /^(?:\w|a)*-$/]
])('what goes back over its text is found: %s', (_how, { source, flags }) => {
  expect(faultOf({ source, flags })).toBeDefined()
})

test.each([
  /(?<!\s)\s+$/,
  /<head[^<>]*>/,
  /^a*b*c/,
  /\bcode\b.{0,40}\bis\b/,
  /^(?:[a-z]+\.)*[a-z]+$/,
  /[^\s,]+|\s+(?:and\s+)?/g
])('what is linear is let pass: %s', ({ source, flags }) => {
  expect(faultOf({ source, flags })).toBeUndefined()
})

test('expressions are found wherever they stand, and whatever of the file they are made of', () => {
  const text = [
    "const word = 'a|b'",
    'const one = <p title={text.replace(/c+/g, "")}>{a / b / c}</p>',
    "const two = new RegExp(`^(?:${word})$`, 'i')",
    "const three = RegExp(['d', word].join('|'))",
    'const four = new RegExp(two)',
    'const five = (name: string) => new RegExp(`<${name}>`)'
  ].join('\n')
  expect(expressionsOf({ path: 'page.tsx', text })).toEqual({
    expressions: [
      { place: 'page.tsx:2', source: 'c+', flags: 'g' },
      { place: 'page.tsx:3', source: '^(?:a|b)$', flags: 'i' },
      { place: 'page.tsx:4', source: 'd|a|b', flags: '' }
    ],
    unread: ['page.tsx:5', 'page.tsx:6']
  })
})

/**
 * What makes an expression slow, if anything. Two looks, neither of which sees all: scslre, the analysis behind
 * eslint-plugin-regexp, finds in the expression what repeats of one character do to it; attacks of several are run.
 * recheck does both, but its compiled checkers, which are optional, would be a part of every install.
 */
function faultOf({ source, flags }: Omit<Expression, 'place'>): string | undefined {
  const [report] = analyse({ source, flags }).reports
  if (report !== undefined) return `${report.type} over repeats of ${report.character.literal.source}`
  const slow = attacksOn(source, flags).find((attack) => succeeds(attack, new RegExp(source, flags)))
  return slow === undefined ? undefined : `slow over ${JSON.stringify(slow)}`
}

function succeeds({ before, repeated, after }: Attack, expression: RegExp): boolean {
  return growsFaster(20_000, (length) => {
    const text = before + repeated.repeat(Math.ceil(length / repeated.length)) + after
    return () => text.replace(expression, '')
  })
}
