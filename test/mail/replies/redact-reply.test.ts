import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readableReply, redactReply } from '../../../services/mail/replies/redact-reply.ts'

test('a reply is kept without the address, in whatever case and brackets it stands', () => {
  expect(redactReply('550 5.1.1 <Anna@Example.org>: anna@example.org unknown', 'anna@example.org')).toBe(
    '550 5.1.1 <address>: <address> unknown'
  )
})

test.each([
  ['550 5.1.1 User unknown: Anna.Example', '550 5.1.1 User unknown: <address>'],
  ['550 <anna.example>... no such user', '550 <address>... no such user'],
  ['452 mailbox anna.example+papers is full.', '452 mailbox <address> is full.'],
  ['550 anna.example=example.org@forwarder.test', '550 <address>=example.org@forwarder.test'],
  // Another one, whose name begins or ends alike.
  ['550 joanna.example and anna.example.b', '550 joanna.example and anna.example.b']
])('a mailbox that is named without its domain is not kept: %s', (reply, kept) => {
  expect(redactReply(reply, 'anna.example+papers@example.org')).toBe(kept)
})

test('the name of a mailbox takes no word from the rules, and no code from a reply', () => {
  expect(readableReply('552 5.2.2 over quota', 'quota@example.org')).toBe('552 5.2.2 over quota')
  expect(redactReply('550 5.1.1 no', '550@example.org')).toBe('550 5.1.1 no')
  expect(redactReply('550 5.1.1 no', 'no@example.org')).toBe('550 5.1.1 no')
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
