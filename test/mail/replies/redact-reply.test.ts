import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactReply } from '../../../services/mail/replies/redact-reply.ts'

test('a reply is kept without the address, in whatever case and brackets it stands', () => {
  expect(redactReply('550 5.1.1 <Anna@Example.org>: anna@example.org unknown', 'anna@example.org')).toBe(
    '550 5.1.1 <address>: <address> unknown'
  )
})

test('an address with characters that mean something in a pattern is replaced literally', () => {
  expect(redactReply('550 <a.b+c*d?e@example.org> no', 'a.b+c*d?e@example.org')).toBe('550 <address> no')
  expect(redactReply('550 <axb@example.org> no', 'a.b@example.org')).toBe('550 <axb@example.org> no')
})

test('a reply of several lines is kept on one, without control characters', () => {
  expect(redactReply('550-5.1.1 first\r\n550 5.1.1\tsecond\u0000\u001b[31m\u202e\n', 'anna@example.org')).toBe(
    '550-5.1.1 first 550 5.1.1 second[31m'
  )
})

test('a cut reply does not end within a character', () => {
  expect(redactReply(`${'x'.repeat(499)}\u{1F600}`, 'anna@example.org')).toBe('x'.repeat(499))
})

test('whatever the relay sends, what is kept is one line of at most 500 characters without the address', () => {
  const address = 'anna@example.org'
  const texts = fc
    .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(address, `<${address}>`, '\r\n')))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      const kept = redactReply(text, address)
      expect(kept.length).toBeLessThanOrEqual(500)
      expect(kept).not.toMatch(/\p{Cc}/u)
      expect(kept.toLowerCase()).not.toContain(address)
    }),
    { numRuns: 1000 }
  )
})
