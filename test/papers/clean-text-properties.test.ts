import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../services/papers/clean-text/clean-text.ts'
import { runsToHtml, runsToText } from '../../services/papers/clean-text/render.ts'
import { texPieces } from './tex-pieces.ts'

const piece = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...texPieces) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) }
)
const hostileText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
const longText = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 20 }), fc.integer({ min: 19_000, max: 21_000 }))
  .map(([pieces, length]) => pieces.join('').padEnd(1, 'x').repeat(length).slice(0, length))
const repairs = [true, false]

function textOf(source: string, repair: boolean): string {
  return runsToText(cleanText(source, { repair }).runs)
}

function holds(
  text: fc.Arbitrary<string>,
  numRuns: number,
  predicate: (source: string, repair: boolean) => void
): void {
  for (const repair of repairs)
    fc.assert(
      fc.property(text, (source) => predicate(source, repair)),
      { numRuns }
    )
}

test('cleaning cleaned text changes nothing, also without the repair', () => {
  const stays = (source: string, repair: boolean) => {
    const once = textOf(source, repair)
    expect(textOf(once, repair)).toBe(once)
    expect(textOf(once, false)).toBe(once)
  }
  holds(hostileText, 4000, stays)
  holds(longText, 40, stays)
})

test('no input becomes markup', () => {
  const ours = /<\/?(?:em|strong|code|sub|sup)>|<br>|<a href="https?:\/\/[^"<>]*">|<\/a>/g
  holds(hostileText, 4000, (source, repair) => {
    const html = runsToHtml(cleanText(source, { repair }).runs)
    expect(html.replaceAll(ours, '')).not.toMatch(/[<>"']/)
  })
})

test('every link is http or https and has no credentials', () => {
  holds(hostileText, 4000, (source, repair) => {
    for (const { href } of cleanText(source, { repair }).runs) {
      if (href === undefined) continue
      expect(href).toMatch(/^https?:\/\//i)
      expect(new URL(href).username).toBe('')
    }
  })
})

test('no escaped percent, double back-quote or formula sign is left', () => {
  holds(hostileText, 4000, (source, repair) => {
    const { runs } = cleanText(source, { repair })
    const readable = runs.filter(({ kind }) => kind !== 'code').map(({ text }) => text)
    for (const text of readable) expect(text).not.toMatch(/\\%|\$\\times\$|``/)
  })
})

test('the text is at most twice as long as its source', () => {
  holds(hostileText, 4000, (source, repair) => {
    expect(textOf(source, repair).length).toBeLessThanOrEqual(2 * source.normalize('NFC').length)
  })
})

test('text without TeX keeps each of its angle brackets', () => {
  const plainText = fc.array(fc.constantFrom('<', '>', '&', 'a', 'SEG', ' ', '"', '.', '1', '/'), { maxLength: 60 })
  holds(
    plainText.map((pieces) => pieces.join('')),
    2000,
    (source, repair) => {
      expect(textOf(source, repair).split('<')).toHaveLength(source.split('<').length)
    }
  )
})
