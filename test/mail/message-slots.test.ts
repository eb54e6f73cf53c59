import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeSegments, encodeSegment, encodeValue, fillSlots, slot, takeApart } from '../../services/mail/slots.ts'

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }).map((line) => line.replaceAll(/[\u0001\u0002\r]/g, '')),
      fc.constantFrom('\n', '.', '..\n.', 'From here', ' \n', 'x'.repeat(73), `${'é'.repeat(40)}=`, '\t'),
      fc.constantFrom(slot('unsubscribe'), slot('preferences'))
    )
  )
  .map((pieces) => `${pieces.join('')}\n`)
const value = fc.stringMatching(/^https:\/\/[a-z.=&-]{1,300}\/[A-Za-z0-9_-]{35}$/)

test('any segments in any choice decode to exactly their texts, in lines that no relay changes', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), value, value, (texts, url, other) => {
      const segments = texts.map(encodeSegment)
      const filled = Buffer.concat(
        segments.flatMap((segment) =>
          fillSlots(takeApart(segment), { unsubscribe: encodeValue(url), preferences: encodeValue(other) })
        )
      )
      const lines = filled.toString('latin1').split('\r\n')
      expect(lines.pop()).toBe('')
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(76)
        expect(line).toMatch(/^[\x20-\x7E\t]*$/)
        expect(line).not.toMatch(/^\.|^From |[ \t]$/)
      }
      const expected = Buffer.from(texts.join(''))
        .toString()
        .replaceAll(slot('unsubscribe'), url)
        .replaceAll(slot('preferences'), other)
      expect(decodeSegments([filled], {})).toBe(expected)
      expect(decodeSegments(segments, { unsubscribe: url, preferences: other })).toBe(expected)
    }),
    { numRuns: 500 }
  )
})

test('a slot without a value is an error, not a mail with a hole', () => {
  const pieces = takeApart(encodeSegment(`Leave: ${slot('unsubscribe')}\n`))
  expect(() => fillSlots(pieces, {})).toThrow('unsubscribe')
  expect(() => decodeSegments([encodeSegment(`${slot('preferences')}\n`)], { unsubscribe: '' })).toThrow('preferences')
})

test('a segment that ends within a line is refused', () => {
  expect(() => encodeSegment('half a line')).toThrow('whole lines')
})
