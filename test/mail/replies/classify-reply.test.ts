import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { subscriberAfter } from '../../../services/delivery/reply-effects.ts'
import { classifyReply } from '../../../services/mail/replies/classify-reply.ts'
import type { ReplyClass, ReplyPhase } from '../../../services/mail/replies/reply-class.ts'
import { knownReplies } from './known-replies.ts'

const said = (text: string, phase: ReplyPhase = 'message', firstContact = false) =>
  classifyReply({ code: Number(/^\d{3}(?!\d)/.exec(text)?.[0] ?? 0), text }, { phase, firstContact })

const table = Object.entries(knownReplies).flatMap(([meaning, replies]) =>
  replies.map(([who, text, contact]) => ({ meaning, who, text, contacts: contact ? [contact] : ['first', 'later'] }))
)

test('the table has 150 replies and more, each of them once', () => {
  expect(table.length).toBeGreaterThanOrEqual(150)
  const places = table.map(({ text, contacts }) => `${text} ${contacts.join()}`)
  expect(new Set(places).size).toBe(places.length)
})

test.each(table)('$meaning is what $who means by "$text"', ({ meaning, text, contacts }) => {
  expect(contacts.map((contact) => said(text, 'message', contact === 'first'))).toEqual(contacts.map(() => meaning))
})

test.each(['554 No service here', '421 Too many connections', '450 Not now', '502 No STARTTLS', 'SSH-2.0-OpenSSH_9.2'])(
  'the answer "%s" before a mail begins is the business of the relay',
  (text) => {
    expect(said(text, 'session')).toBe('relay')
  }
)

test('a sender the relay does not take is no fault of any reader', () => {
  expect(said('553 5.7.1 Sender address not owned by the account', 'sender')).toBe('relay')
  expect(said('550 5.1.1 User unknown', 'sender')).toBe('relay')
  expect(said('552 5.2.2 Your own mailbox is full', 'sender')).toBe('relay')
  expect(said('451 4.3.0 Try later', 'sender')).toBe('temporary')
})

test.each([
  '450 4.7.1 Error: too much mail from 192.0.2.7',
  '451 4.7.1 Please try again later',
  '450 4.2.0 Greylisted, see http://postgrey.example.org',
  '421 4.7.0 Try again later',
  '451 4.7.24 The SPF record of the sending domain has suspicious entries',
  '450 4.1.8 Sender blocked by policy',
  '452 4.3.1 Insufficient system storage'
])('"%s" to MAIL FROM comes before any reader is named: it is about us and the relay', (text) => {
  for (const firstContact of [true, false]) {
    expect(said(text, 'sender', firstContact)).toBe('relay')
    expect(said(text, 'message', firstContact)).not.toBe('relay')
  }
})

test('a mail that is too big is refused wherever the relay says so', () => {
  for (const phase of ['sender', 'message'] as const) {
    expect(said('552 5.3.4 Message too big', phase)).toBe('message')
    expect(said('554 5.3.4 Message too big', phase)).toBe('message')
    expect(said('552 Message size exceeds fixed limit', phase)).toBe('message')
  }
})

test('only the first 512 characters of a reply are looked at', () => {
  expect(said(`550 ${'x'.repeat(508)} user unknown`)).toBe('other')
  expect(said(`550 ${'x'.repeat(400)} user unknown`)).toBe('address')
})

const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array).toString('latin1'))
const phases = fc.constantFrom<ReplyPhase>('session', 'sender', 'message')
const wordings = fc.constantFrom(...table.map(({ text }) => text.replace(/^\d{3}[ -]?/, '')))
const texts = fc.oneof(
  bytes,
  fc.string({ unit: 'binary' }),
  wordings,
  fc.tuple(bytes, wordings).map((two) => two.join(' '))
)

test('no bytes and no code make the classification throw', () => {
  const codes = fc.oneof(fc.integer(), fc.double(), fc.constant(Number.NaN))
  fc.assert(
    fc.property(codes, texts, phases, fc.boolean(), (code, text, phase, firstContact) => {
      expect(Object.keys(knownReplies)).toContain(classifyReply({ code, text }, { phase, firstContact }))
    }),
    { numRuns: 2000 }
  )
})

test('no 4xx is of a class that says what only a 5xx can say', () => {
  const codes = fc.integer({ min: 400, max: 499 })
  const ending = ['address', 'disabled', 'message', 'other', 'accepted']
  fc.assert(
    fc.property(codes, texts, phases, fc.boolean(), (code, text, phase, firstContact) => {
      expect(ending).not.toContain(classifyReply({ code, text: `${code} ${text}` }, { phase, firstContact }))
    }),
    { numRuns: 5000 }
  )
})

test('no reply that names 5.7.x touches a reader, whatever else it says', () => {
  const code = fc.integer({ min: 500, max: 599 })
  const detail = fc.integer({ min: 0, max: 999 })
  const place = fc.constantFrom<(text: string, policy: string) => string>(
    (text, policy) => `${policy} ${text}`,
    (text, policy) => `${text.slice(0, 300)} ${policy}`,
    (text, policy) => `${text.slice(0, 300)} (#${policy})`
  )
  fc.assert(
    fc.property(code, detail, texts, phases, place, (five, n, text, phase, put) => {
      const verdict = classifyReply(
        { code: five, text: `${five} ${put(text, `5.7.${n}`)}` },
        { phase, firstContact: true }
      )
      expect(verdict).not.toBe('accepted')
      expect(subscriberAfter({ class: verdict as ReplyClass, permanent: true })).toBe('none')
    }),
    { numRuns: 5000 }
  )
})

/** Processor time, the least of several runs: what else the machine does only adds to it. */
function leastTime(run: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < 15; n += 1) {
    const from = process.cpuUsage()
    for (let again = 0; again < 40; again += 1) run()
    const { user, system } = process.cpuUsage(from)
    least = Math.min(least, user + system)
  }
  return least
}

test.each([
  ['one letter', 'a'],
  ['spaces', ' '],
  ['words that begin patterns', 'sender not user mailbox is '],
  ['relay words', 'relaying access is not exceeded your '],
  ['codes', '550 5.1.1 (#5.'],
  ['quotas', 'exceeded the of storage daily ']
])('twice as much text of %s takes about twice as long, and text that is not read takes none', (_, unit) => {
  const reply = (length: number) => ({ code: 550, text: `550 ${unit.repeat(600)}`.slice(0, length) })
  const time = (length: number) =>
    leastTime(() => void classifyReply(reply(length), { phase: 'message', firstContact: true }))
  time(512)
  // Quadratic would be four, and the fixed cost of a call makes it less than two. A busy machine may mislead once.
  const isSlow = () => {
    const [half, whole, beyond] = [time(256), time(512), time(100_000)]
    return whole / half >= 3 || beyond / whole >= 2
  }
  expect([isSlow, isSlow, isSlow].every((slow) => slow())).toBe(false)
})
