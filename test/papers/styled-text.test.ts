import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortenRuns } from '../../services/mail/styled-runs.ts'
import { runsToText } from '../../services/papers/clean-text/render.ts'
import type { Run } from '../../services/papers/clean-text/run.ts'
import { styledLine, styledText } from '../../services/papers/clean-text/styled-text.ts'
import { texPieces } from './tex-pieces.ts'

test('a text keeps its styles beside its plain form, and one without any is plain alone', () => {
  expect(styledLine('V_{0.5} Tokenizers', { repair: true })).toEqual({
    text: 'V_0.5 Tokenizers',
    runs: [{ text: 'V' }, { text: '0.5', kind: 'sub' }, { text: ' Tokenizers' }],
    residue: 0
  })
  expect(styledText(String.raw`The policy $\pi_0$`, { repair: false })).toMatchObject({
    text: 'The policy π₀',
    runs: [{ text: 'The policy π' }, { text: '0', kind: 'sub' }]
  })
  expect(styledText(String.raw`A loss $\foo{x}$ of <SEG>`, { repair: false })).toEqual({
    text: String.raw`A loss $\foo{x}$ of <SEG>`,
    runs: [{ text: 'A loss ' }, { text: String.raw`$\foo{x}$`, kind: 'code' }, { text: ' of <SEG>' }],
    residue: 1
  })
  expect(styledText('Emits <SEG> & 35% less', { repair: true })).toEqual({
    text: 'Emits <SEG> & 35% less',
    runs: null,
    residue: 0
  })
})

test('a title is one line in both forms', () => {
  expect(styledLine('One~\\emph{ two}\n\nthree', { repair: false })).toMatchObject({
    text: 'One two three',
    runs: [{ text: 'One ' }, { text: 'two', kind: 'em' }, { text: ' three' }]
  })
})

const pieces = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...texPieces, ' ', 'word ', 'A sentence. ', 'https://a.test/b ') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) }
)
const source = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''))

test('the text of the runs is the text beside them', () => {
  fc.assert(
    fc.property(source, fc.boolean(), (text, repair) => {
      for (const styled of [styledText(text, { repair }), styledLine(text, { repair, keepDashes: true })])
        expect(styled.runs === null ? styled.text : runsToText(styled.runs)).toBe(styled.text)
    }),
    { numRuns: 2000 }
  )
})

test('no run holds what PostgreSQL refuses as JSON: half a character or a NUL', () => {
  const half = fc.constantFrom('😀', '𝔸', '\uD83D', '\uDE00', '\0', '\\', '{', '}', '$', '^', '_{', '\\emph{')
  fc.assert(
    fc.property(fc.array(fc.oneof(half, pieces), { maxLength: 30 }), (parts) => {
      const { text, runs } = styledText(parts.join(''), { repair: true })
      for (const stored of [text, ...(runs ?? []).map((run) => run.text)])
        expect(stored).not.toMatch(/\p{Surrogate}|\0/u)
    }),
    { numRuns: 2000 }
  )
})

test('a cut of runs is the beginning of their text, and no longer than asked', () => {
  fc.assert(
    fc.property(source, fc.integer({ min: 1, max: 80 }), (text, length) => {
      const { text: whole, runs } = styledText(text, { repair: false })
      const cut: Run[] = shortenRuns(runs ?? [{ text: whole }], length).map(({ kind, ...run }) =>
        kind === undefined || kind === null ? run : { ...run, kind }
      )
      const last = cut.at(-1)?.text === '…' ? cut.slice(0, -1) : cut
      const shown = runsToText(last)
      expect(whole.startsWith(shown) || (shown.endsWith('…') && whole.startsWith(shown.slice(0, -1)))).toBe(true)
      expect(Array.from(cut.map((run) => run.text).join('')).length).toBeLessThanOrEqual(length)
    }),
    { numRuns: 3000 }
  )
})

const cuts: [string, Run[], number, Run[]][] = [
  [
    'between words',
    [{ text: 'One ' }, { text: 'two three', kind: 'em' }],
    9,
    [{ text: 'One ' }, { text: 'two', kind: 'em' }]
  ],
  [
    'before what a script stands at',
    [{ text: 'some words and x' }, { text: '10', kind: 'sub' }],
    17,
    [{ text: 'some words and' }]
  ],
  ['never inside a script', [{ text: 'some words x' }, { text: 'a b c d', kind: 'sup' }], 16, [{ text: 'some words' }]],
  [
    'never inside a link',
    [
      { text: 'some words ' },
      { text: 'in a ', href: 'https://a.test' },
      { text: 'link', kind: 'em', href: 'https://a.test' }
    ],
    18,
    [{ text: 'some words' }]
  ],
  [
    'where there are no words',
    [{ text: '一二三四五六七x' }, { text: '10', kind: 'sub' }],
    9,
    [{ text: '一二三四五六七' }]
  ]
]
test.each(cuts)('runs are cut %s', (_, runs, length, kept) => {
  expect(shortenRuns(runs, length)).toEqual([...kept, { text: '…', kind: null }])
})

test('a cut after a sentence has no ellipsis, and what fits is not cut', () => {
  const runs: Run[] = [{ text: 'It is ' }, { text: 'so', kind: 'em' }, { text: '. And then more.' }]
  expect(shortenRuns(runs, 14)).toEqual([{ text: 'It is ' }, { text: 'so', kind: 'em' }, { text: '.' }])
  expect(shortenRuns(runs, 24)).toEqual(runs)
})
