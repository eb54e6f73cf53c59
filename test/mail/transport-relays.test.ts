import { afterEach, expect, test } from 'vitest'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'
import { openScript, type ScriptedRelay } from '../support/smtp-script.ts'
import { expiredCertificate, relayKey, validCertificate } from '../support/smtp-script-certificates.ts'

const mail = {
  from: 'daily@example.org',
  to: 'anna@example.org',
  message: Buffer.from('Subject: Papers\r\n\r\nx\r\n'),
  firstContact: true
}

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close()
})

function opens<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one)
  return one
}

let elapsed = 0
const told: [number, string, number][] = []
/** A transport over these relays, with a clock that is moved by hand. */
function transportTo(...urls: string[]): Transport {
  elapsed = 0
  told.length = 0
  return opens(
    openTransport({
      urls,
      connections: 2,
      hostname: 'papers.example.org',
      elapsed: () => elapsed,
      onAside: (...what) => void told.push(what)
    })
  )
}

const recorder = async (): Promise<Recorder> => opens(await openRecorder())
const script = async (...options: Parameters<typeof openScript>): Promise<ScriptedRelay> =>
  opens(await openScript(...options))

/** The address of a relay that is not there. */
async function nowhere(): Promise<string> {
  const { url, close } = await openScript()
  await close()
  return url
}

test('the second relay gets the very mail for which the first is away, and it is told once', async () => {
  const second = await recorder()
  const transport = transportTo(await nowhere(), second.url)
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 1 })
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 1 })
  expect(second.messages.map(({ to }) => to)).toEqual([mail.to, mail.to])
  expect(told).toEqual([[0, expect.stringContaining('ECONNREFUSED'), 5000]])
})

test.each([
  ['does not let us sign in', { EHLO: { raw: '250-relay.test\r\n250 AUTH PLAIN' }, AUTH: { raw: '535 5.7.8 no' } }],
  ['is busy at the greeting', { greeting: { raw: '421 too many connections' } }],
  ['does not relay for us', { RCPT: { raw: '554 5.7.1 Relay access denied' } }],
  ['does not take the sender', { MAIL: { raw: '550 5.7.1 not your sender' } }],
  ['cuts the line at DATA', { DATA: 'drop' as const }]
])('a relay that %s is passed over too', async (_, steps) => {
  const first = await script(steps)
  const second = await recorder()
  const transport = transportTo(first.url.replace('//', '//anna:secret@'), second.url)
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 1 })
  expect(first.bodies).toEqual([])
  expect(second.messages).toHaveLength(1)
})

test.each([
  ['refuses the reader', '550 5.1.1 unknown', 'address'],
  ['puts the reader off', '451 4.3.0 no', 'temporary'],
  ['refuses for policy', '554 5.7.1 spam', 'policy']
])('a relay that %s is there: no other is asked', async (_, raw, meaning) => {
  const first = await script({ RCPT: { raw } })
  const second = await recorder()
  const transport = transportTo(first.url, second.url)
  expect(await transport.send(mail)).toMatchObject({ kind: 'answered', relay: 0, class: meaning })
  expect(second.recipients).toEqual([])
  expect(told).toEqual([])
})

test.each(['drop' as const, { raw: 'thanks!' }])(
  'a mail in doubt is never offered to another relay (%j after the dot)',
  async (dot) => {
    const first = await script({ dot })
    const second = await recorder()
    expect(await transportTo(first.url, second.url).send(mail)).toMatchObject({ kind: 'in_doubt', relay: 0 })
    expect(first.bodies).toHaveLength(1)
    expect(second.recipients).toEqual([])
  }
)

test('when the first is back one mail probes it, and then it gets all again', async () => {
  const first = await recorder()
  const second = await recorder()
  const transport = transportTo(first.url, second.url)
  first.script({ rcpt: () => 'drop' })
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 1 })
  elapsed = 5000
  // Still away: its probe goes to the second.
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 1 })
  expect(first.recipients).toHaveLength(2)
  first.script({})
  elapsed = 14_999
  expect(await transport.send(mail)).toMatchObject({ relay: 1 })
  elapsed = 15_000
  first.script({ data: () => 'stall' })
  const probe = transport.send(mail)
  await first.waitFor(1)
  expect(await transport.send(mail)).toMatchObject({ relay: 1 })
  first.release()
  expect(await probe).toMatchObject({ kind: 'accepted', relay: 0 })
  first.script({})
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 0 })
  expect(told.map(([relay, , ms]) => [relay, ms])).toEqual([
    [0, 5000],
    [0, 10_000]
  ])
})

test('when all are away the outcome names what can be mended, else that none is there', async () => {
  const shut = await script({ greeting: { raw: '554 not for you' } })
  expect(await transportTo(await nowhere(), await nowhere()).send(mail)).toMatchObject({
    kind: 'unreachable',
    relay: 0
  })
  expect(await transportTo(await nowhere(), shut.url).send(mail)).toMatchObject({
    kind: 'answered',
    relay: 1,
    class: 'relay',
    reply: '554 not for you'
  })
})

test('an outage under load loses and doubles nothing', async () => {
  const first = await recorder()
  const second = await recorder()
  let taken = 0
  first.script({
    rcpt: () => {
      taken += 1
      return taken > 20 ? 'drop' : undefined
    }
  })
  const transport = transportTo(first.url, second.url)
  const addresses = Array.from({ length: 100 }, (_, n) => `reader${n}@example.org`)
  const outcomes = await Promise.all(addresses.map((to) => transport.send({ ...mail, to })))
  expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
  const arrived = [...first.messages, ...second.messages].map(({ to }) => to)
  expect(arrived.toSorted()).toEqual(addresses.toSorted())
  expect(first.messages.length).toBe(outcomes.filter(({ relay }) => relay === 0).length)
  expect(second.messages.length).toBeGreaterThan(50)
})

test('a mail that waits while the transport closes is given back and offered to no other relay', async () => {
  const first = await recorder()
  const second = await recorder()
  first.script({ data: () => 'stall' })
  const transport = transportTo(first.url, second.url)
  const begun = [transport.send(mail), transport.send(mail)]
  await first.waitFor(2)
  const waiting = transport.send(mail)
  const closing = transport.close()
  expect(await waiting).toMatchObject({ kind: 'unreachable' })
  first.release()
  expect(await Promise.all(begun)).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }])
  await closing
  expect(second.recipients).toEqual([])
  expect(told).toEqual([])
})

test('a relay whose certificate is wrong is passed over, and gets neither password nor mail', async () => {
  const wrong = await script({}, { tls: { key: relayKey, cert: expiredCertificate }, host: '0.0.0.0' })
  const right = await script({}, { tls: { key: relayKey, cert: validCertificate }, host: '0.0.0.0' })
  const urls = [wrong, right].map(({ port }) => `smtp://anna:secret@0.0.0.0:${port}`)
  const transport = opens(
    openTransport({ urls, connections: 1, hostname: 'papers.example.org', ca: validCertificate + expiredCertificate })
  )
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', relay: 1 })
  expect(wrong.commands).toEqual(['EHLO papers.example.org', 'STARTTLS'])
  expect(right.bodies).toHaveLength(1)
})
