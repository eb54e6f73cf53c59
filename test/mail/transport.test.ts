import * as fc from 'fast-check'
import { dnsCache } from 'nodemailer/lib/shared'
import { afterEach, expect, test } from 'vitest'
import { openTransport, type SendOutcome, type Transport } from '../../services/mail/transport.ts'
import { openRecorder } from '../support/smtp-recorder.ts'
import { openScript, type Phase, type Step } from '../support/smtp-script.ts'

const message = Buffer.from('Subject: Papers\r\n\r\n.one\r\ntwo\r\n')
const mail = { from: 'daily@example.org', to: 'anna@example.org', message, firstContact: true }

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close()
})

function transportTo(url: string, connections = 1): Transport {
  const transport = openTransport({ urls: [url], connections, hostname: 'papers.example.org' })
  opened.push(transport)
  return transport
}

async function recorder() {
  const relay = await openRecorder()
  opened.push(relay)
  return relay
}

async function script(steps: Partial<Record<Phase, Step>>) {
  const relay = await openScript(steps)
  opened.push(relay)
  return relay
}

/** One mail to a relay that behaves as the steps say. */
async function outcomeOf(steps: Partial<Record<Phase, Step>>, change: Partial<typeof mail> = {}): Promise<SendOutcome> {
  const relay = await script(steps)
  return transportTo(relay.url).send({ ...mail, ...change })
}

const answered = (reply: string, meaning: string) => ({
  kind: 'answered',
  relay: 0,
  class: meaning,
  permanent: reply.startsWith('5'),
  reply
})

test('an accepted mail arrives byte for byte, for exactly one recipient', async () => {
  const relay = await recorder()
  const outcome = await transportTo(relay.url).send(mail)
  expect(outcome).toEqual({ kind: 'accepted', relay: 0, reply: '250 2.0.0 Ok: queued as R1', relayId: 'R1' })
  expect(relay.messages).toEqual([{ from: mail.from, to: mail.to, source: message, acknowledged: true }])
  expect(relay.recipients).toEqual([mail.to])
})

test('the relay is greeted by the configured name, and the dot at a line start is doubled', async () => {
  const relay = await script({})
  await transportTo(relay.url).send(mail)
  expect(relay.commands).toEqual([
    'EHLO papers.example.org',
    'MAIL FROM:<daily@example.org>',
    'RCPT TO:<anna@example.org>',
    'DATA'
  ])
  expect(relay.bodies).toEqual([message.toString().replace('.one', '..one')])
})

test('an address refused at RCPT is refused, and the connection serves the next mail', async () => {
  const relay = await recorder()
  relay.script({
    rcpt: (address) => (address === mail.to ? { code: 550, text: `5.1.1 <${address}> unknown` } : undefined)
  })
  const transport = transportTo(relay.url)
  expect(await transport.send(mail)).toEqual(answered('550 5.1.1 <address> unknown', 'address'))
  expect(await transport.send({ ...mail, to: 'ben@example.org' })).toMatchObject({ kind: 'accepted' })
  expect(relay.messages.map(({ to }) => to)).toEqual(['ben@example.org'])
  expect(relay.connections()).toBe(1)
})

test('a relay without pipelining that refuses at RCPT refuses the same way', async () => {
  expect(await outcomeOf({ RCPT: { raw: '550 5.1.1 unknown' } })).toEqual(answered('550 5.1.1 unknown', 'address'))
})

test.each<[string, Partial<Record<Phase, Step>>, object]>([
  ['451 at RCPT', { RCPT: { raw: '451 4.7.1 later' } }, answered('451 4.7.1 later', 'greylist')],
  ['421 at RCPT', { RCPT: { raw: '421 4.7.0 too fast' } }, answered('421 4.7.0 too fast', 'rate')],
  ['451 at MAIL', { MAIL: { raw: '451 4.3.0 no' } }, answered('451 4.3.0 no', 'temporary')],
  ['452 at DATA', { DATA: { raw: '452 4.3.1 full' } }, answered('452 4.3.1 full', 'full')],
  ['451 after the dot', { dot: { raw: '451 4.3.0 no' } }, answered('451 4.3.0 no', 'temporary')],
  ['421 after the dot', { dot: { raw: '421 4.3.2 going' } }, answered('421 4.3.2 going', 'temporary')],
  ['554 after the dot', { dot: { raw: '554 5.7.1 spam' } }, answered('554 5.7.1 spam', 'policy')],
  ['garbage at RCPT', { RCPT: { raw: 'sure, why not' } }, answered('sure, why not', 'sync')],
  ['garbage at DATA', { DATA: { raw: 'hm' } }, answered('hm', 'sync')],
  ['550 at MAIL', { MAIL: { raw: '550 not your sender' } }, answered('550 not your sender', 'relay')],
  ['relaying denied', { RCPT: { raw: '554 Relay access denied' } }, answered('554 Relay access denied', 'relay')],
  ['530 at MAIL', { MAIL: { raw: '530 5.7.0 sign in' } }, answered('530 5.7.0 sign in', 'relay')],
  ['a 421 greeting', { greeting: { raw: '421 busy' } }, answered('421 busy', 'relay')],
  ['a 554 greeting', { greeting: { raw: '554 no' } }, answered('554 no', 'relay')],
  ['a greeting of another protocol', { greeting: { raw: 'SSH-2.0-x' } }, answered('SSH-2.0-x', 'relay')],
  ['421 at EHLO', { EHLO: { raw: '421 busy' } }, answered('421 busy', 'relay')]
])('%s ends as the reply says', async (_, steps, outcome) => {
  expect(await outcomeOf(steps)).toEqual(outcome)
})

test('a wrong password is a matter of the relay, and no mail is tried', async () => {
  const relay = await script({
    EHLO: { raw: '250-relay.test\r\n250 AUTH PLAIN' },
    AUTH: { raw: '535 5.7.8 bad password' }
  })
  const transport = transportTo(relay.url.replace('//', '//us%40er:p%2Fw@'))
  expect(await transport.send(mail)).toEqual(answered('535 5.7.8 bad password', 'relay'))
  const credentials = Buffer.from('\0us@er\0p/w').toString('base64')
  expect(relay.commands).toEqual(['EHLO papers.example.org', `AUTH PLAIN ${credentials}`])
})

test('a refused connection is unreachable and says so', async () => {
  const relay = await openScript()
  await relay.close()
  expect(await transportTo(relay.url).send(mail)).toEqual({
    kind: 'unreachable',
    relay: 0,
    reason: expect.stringContaining('ECONNREFUSED')
  })
})

test('a host none of whose addresses answers is unreachable and says why', async () => {
  const relay = await openScript()
  await relay.close()
  dnsCache.set('relay.test', { value: { addresses: ['127.0.0.1', '::1'] }, expires: Number.POSITIVE_INFINITY })
  expect(await transportTo(`smtp://relay.test:${relay.port}`).send(mail)).toEqual({
    kind: 'unreachable',
    relay: 0,
    reason: expect.stringMatching(/^E[A-Z]+$/)
  })
})

test.each<Phase>(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
  'a connection cut at %s has delivered nothing, for certain',
  async (phase) => {
    expect(await outcomeOf({ [phase]: 'drop' })).toMatchObject({ kind: 'unreachable' })
  }
)

test('a mail that no connection has begun is offered to one more, and then given back', async () => {
  const relay = await script({ greeting: 'drop' })
  expect(await transportTo(relay.url).send(mail)).toMatchObject({ kind: 'unreachable' })
  expect(relay.accepted()).toBe(2)
})

test.each<Phase>(['MAIL', 'RCPT', 'DATA'])('so has one cut at %s while commands are pipelined', async (phase) => {
  const outcome = await outcomeOf({ EHLO: { raw: '250-relay.test\r\n250 PIPELINING' }, [phase]: 'drop' })
  expect(outcome).toMatchObject({ kind: 'unreachable' })
})

test('a connection cut within a mail that does not fit into buffers has delivered nothing', async () => {
  const big = Buffer.alloc(32 * 1024 * 1024, 'Subject: big\r\n')
  expect(await outcomeOf({ body: 'drop' }, { message: big })).toMatchObject({ kind: 'unreachable' })
})

test('a connection cut within a small mail is in doubt: its last byte had left already', async () => {
  expect(await outcomeOf({ body: 'drop' })).toMatchObject({ kind: 'in_doubt' })
})

test.each<[string, Step]>([
  ['nothing', 'drop'],
  ['garbage', { raw: 'thanks!' }],
  ['a number that is no reply code', { raw: '25 ok' }],
  ['something that only begins like a reply', { raw: '2ok' }],
  ['the answer to another command', { raw: '354 go on' }]
])('a mail answered by %s after the dot is in doubt', async (_, dot) => {
  expect(await outcomeOf({ dot })).toMatchObject({ kind: 'in_doubt' })
})

test('a relay that says 250 before it has the whole mail is not believed', async () => {
  const big = Buffer.alloc(32 * 1024 * 1024, 'Subject: big\r\n')
  expect(await outcomeOf({ body: { raw: '250 2.0.0 fine' } }, { message: big })).toMatchObject({ kind: 'in_doubt' })
})

test('a mail the relay stored without saying so is in doubt', async () => {
  const relay = await recorder()
  relay.script({ data: (_, n) => (n === 1 ? 'store-and-drop' : 'accept') })
  const transport = transportTo(relay.url)
  expect(await transport.send(mail)).toMatchObject({ kind: 'in_doubt' })
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
  expect(relay.messages.map(({ acknowledged }) => acknowledged)).toEqual([false, true])
})

test('no outcome carries the address of the reader', async () => {
  for (const raw of [
    '250 for <ANNA@example.org>',
    '550 anna@example.org?',
    '451 anna@example.org',
    'eh anna@example.org'
  ])
    expect(JSON.stringify(await outcomeOf({ dot: { raw } }))).not.toMatch(/anna@/i)
})

test('a relay is told how big the mail is, and one that is too big is not sent at all', async () => {
  const relay = await script({ EHLO: { raw: '250-relay.test\r\n250 SIZE 1000' } })
  const transport = transportTo(relay.url)
  const big = Buffer.alloc(1001, 'x')
  expect(await transport.send({ ...mail, message: big })).toMatchObject({
    kind: 'answered',
    class: 'message',
    permanent: true,
    reply: expect.stringContaining('1000')
  })
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
  expect(relay.commands.filter((line) => line.startsWith('MAIL'))).toEqual([
    `MAIL FROM:<daily@example.org> SIZE=${message.length}`
  ])
})

test('the greylisting of a first try is a limit on later ones', async () => {
  const relay = await script({ RCPT: { raw: '450 4.7.1 not now' } })
  const transport = transportTo(relay.url)
  expect(await transport.send({ ...mail, firstContact: true })).toMatchObject({ class: 'greylist' })
  expect(await transport.send({ ...mail, firstContact: false })).toMatchObject({ class: 'rate' })
})

test('an address that reads like a verdict is no verdict', async () => {
  const to = 'spam-blocked-by-policy@example.org'
  const relay = await script({ RCPT: { raw: `550 <${to}>: no such user` } })
  expect(await transportTo(relay.url).send({ ...mail, to })).toMatchObject({ class: 'address' })
})

test('many mails over few connections all arrive once', async () => {
  const relay = await recorder()
  const transport = transportTo(relay.url, 3)
  const addresses = Array.from({ length: 60 }, (_, n) => `reader${n}@example.org`)
  const outcomes = await Promise.all(addresses.map((to) => transport.send({ ...mail, to })))
  expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
  expect(relay.messages.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
  expect(relay.connections()).toBe(3)
})

test.each([
  'a@x.test\r\nBcc: evil@x.test',
  'a@x.test%0d%0aBcc:evil@e.test',
  'grp:a@x.test,b@y.test;',
  '<evil@e.test> a@x.test',
  'a@x.test, b@y.test',
  'a@x.test b@y.test',
  'Anna <a@x.test>',
  '<a@x.test>',
  '"a b"@x.test',
  'a@x.test\n',
  'a@x.test\u0000',
  'a@b@x.test',
  'a@[127.0.0.1]',
  'a(comment)@x.test',
  'änna@x.test',
  'a@xn.täst',
  '.a@x.test',
  'a..b@x.test',
  'a@x..test',
  '@x.test',
  'a@',
  '',
  `${'a'.repeat(65)}@x.test`,
  `a@${'x.'.repeat(130)}test`
])('the address %j is thrown out before anything reaches the wire', async (address) => {
  const relay = await script({})
  const transport = transportTo(relay.url)
  await expect(transport.send({ ...mail, to: address })).rejects.toMatchObject({ code: 'ADDRESS_INVALID' })
  await expect(transport.send({ ...mail, from: address })).rejects.toMatchObject({ code: 'ADDRESS_INVALID' })
  expect(relay.commands).toEqual([])
})

const written = (characters: string[]) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 12 })

test('whatever is sent to, the relay is asked for exactly that address or for nothing', async () => {
  const relay = await recorder()
  const transport = transportTo(relay.url)
  const plain = "aZ9!#$%&'*+/=?^_`{|}~-".split('')
  const hostile = '."\\ <>(),:;@[]\r\n\0'.split('')
  const local = fc.oneof(written(plain), written([...plain, ...hostile]))
  const domains = fc.constantFrom('example.org', 'Example.ORG', 'xn--bcher-kva.example', '127.1', 'x.test>,<b@y.test')
  await fc.assert(
    fc.asyncProperty(local, domains, async (name, domain) => {
      const to = `${name}@${domain}`
      const asked = relay.recipients.length
      const outcome = await transport.send({ ...mail, to }).catch(({ code }: { code: string }) => code)
      expect(relay.recipients.slice(asked)).toEqual(outcome === 'ADDRESS_INVALID' ? [] : [to])
    }),
    { numRuns: 300 }
  )
  expect(relay.messages.length).toBeGreaterThan(30)
})
