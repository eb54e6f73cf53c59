import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyReply, type ReplyPhase, redactReply } from '../../services/mail/replies.ts'

const said = (text: string, phase?: ReplyPhase) => classifyReply({ code: Number.parseInt(text, 10) || 0, text }, phase)

test.each([
  ['250 2.0.0 Ok: queued as 4F2C', 'accepted'],
  ['250', 'accepted'],
  ['550 5.1.1 No such person here', 'refused'],
  ['552 5.2.2 Mailbox full', 'refused'],
  ['554 5.7.1 Message looks like spam', 'refused'],
  ['450 4.2.0 Greylisted, come back', 'deferred'],
  ['451 4.3.0 Local error', 'deferred'],
  ['421 4.7.28 Unusual rate of mail', 'deferred'],
  ['454 4.3.0 Something else than sign-in', 'deferred'],
  ['503 5.5.1 Bad sequence of commands', 'deferred'],
  ['354 End data with a dot', 'deferred'],
  ['ok then', 'deferred'],
  ['', 'deferred'],
  ['530 5.7.0 Must issue a STARTTLS command first', 'relay'],
  ['534 5.7.9 Application-specific password required', 'relay'],
  ['535 5.7.8 Authentication credentials invalid', 'relay'],
  ['538 5.7.11 Encryption required', 'relay'],
  ['454 4.7.0 Temporary authentication failure', 'relay'],
  ['550 5.7.1 Relaying denied', 'relay'],
  ['554 5.7.1 <address>: Relay access denied', 'relay'],
  ['550 relay not permitted', 'relay'],
  ['550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'relay']
] as const)('the answer "%s" to a mail means %s', (text, meaning) => {
  expect(said(text)).toBe(meaning)
})

test.each(['554 No service here', '421 Too many connections', '450 Not now', '502 No STARTTLS', 'SSH-2.0-OpenSSH_9.2'])(
  'the answer "%s" before a mail begins is the business of the relay',
  (text) => {
    expect(said(text, 'session')).toBe('relay')
  }
)

test('a sender the relay does not take is no fault of any reader', () => {
  expect(said('553 5.7.1 Sender address not owned by the account', 'sender')).toBe('relay')
  expect(said('451 4.7.1 Try later', 'sender')).toBe('deferred')
})

test('a mail that is too big is refused wherever the relay says so', () => {
  expect(said('552 5.3.4 Message too big', 'sender')).toBe('refused')
  expect(said('554 5.3.4 Message too big', 'sender')).toBe('refused')
  expect(said('552 5.3.4 Message too big', 'message')).toBe('refused')
})

test('only the first 512 characters of a reply are looked at', () => {
  expect(said(`550 ${'x'.repeat(500)} relaying denied`)).toBe('refused')
  expect(said(`550 ${'x'.repeat(400)} relaying denied`)).toBe('relay')
})

const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array).toString('latin1'))
const phases = fc.constantFrom<ReplyPhase>('session', 'sender', 'message')

test('no bytes and no code make the classification throw, and no 4xx is ever refused', () => {
  const codes = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.double(), fc.constant(Number.NaN))
  fc.assert(
    fc.property(codes, fc.oneof(bytes, fc.string({ unit: 'binary' })), phases, (code, text, phase) => {
      const verdict = classifyReply({ code, text }, phase)
      const hundreds = Math.floor(code / 100)
      const possible = ['deferred', 'relay', hundreds === 5 && 'refused', hundreds === 2 && 'accepted']
      expect(possible).toContain(verdict)
    }),
    { numRuns: 2000 }
  )
})

test('a temporary answer that quotes a permanent one is still temporary', () => {
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 499 }), phases, (code, phase) => {
      expect(classifyReply({ code, text: `${code} 550 5.1.1 no such person, 5.3.4` }, phase)).not.toBe('refused')
    })
  )
})

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
