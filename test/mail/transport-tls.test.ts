import { dnsCache } from 'nodemailer/lib/shared'
import { afterEach, expect, test } from 'vitest'
import { openTransport } from '../../services/mail/transport.ts'
import { openScript, type ScriptedRelay } from '../support/smtp-script.ts'
import {
  expiredCertificate,
  relayKey,
  validCertificate,
  wrongNameCertificate
} from '../support/smtp-script-certificates.ts'

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

type Options = Parameters<typeof openScript>

async function remoteRelay(steps: Options[0] = {}, options: Options[1] = {}): Promise<ScriptedRelay> {
  const relay = await openScript(steps, { ...options, host: '0.0.0.0' })
  opened.push(relay)
  return relay
}

/** Sends over the address 0.0.0.0: this machine, yet no loopback address to the product. */
async function sendTo(relay: ScriptedRelay, scheme: 'smtp' | 'smtps', options: { ca?: string } = {}) {
  const url = `${scheme}://anna:secret@0.0.0.0:${relay.port}?ignoreTLS=true&tls.rejectUnauthorized=false`
  const transport = openTransport({ urls: [url], connections: 1, hostname: 'papers.example.org', ...options })
  opened.push(transport)
  return transport.send(mail)
}

/** What a relay that must not be trusted got out of us. A TLS hello may be there, commands may not. */
async function gotBy(relay: ScriptedRelay, scheme: 'smtp' | 'smtps', options: { ca?: string } = {}) {
  const outcome = await sendTo(relay, scheme, options)
  const untrusted = outcome.kind === 'unreachable' && outcome.untrusted === true
  return {
    kind: outcome.kind,
    untrusted,
    bodies: relay.bodies,
    told: relay.inClear().match(/AUTH|MAIL|RCPT|DATA|anna|secret/g)
  }
}

const nothing = { kind: 'unreachable', untrusted: true, bodies: [], told: null }

test('a remote relay with a valid certificate gets the mail after STARTTLS, and nothing but EHLO before it', async () => {
  const relay = await remoteRelay({}, { tls: { key: relayKey, cert: validCertificate } })
  expect(await sendTo(relay, 'smtp', { ca: validCertificate })).toMatchObject({ kind: 'accepted' })
  expect(relay.inClear()).toBe('EHLO papers.example.org\r\nSTARTTLS\r\n')
  expect(relay.bodies).toHaveLength(1)
})

test('a relay at smtps gets the mail over TLS from the first byte', async () => {
  const relay = await remoteRelay({}, { tls: { key: relayKey, cert: validCertificate }, implicit: true })
  expect(await sendTo(relay, 'smtps', { ca: validCertificate })).toMatchObject({ kind: 'accepted' })
  expect(relay.inClear()).toBe('')
  expect(relay.bodies).toHaveLength(1)
})

test.each([
  ['is self-signed', { cert: validCertificate }, undefined],
  ['is for another name', { cert: wrongNameCertificate }, wrongNameCertificate],
  ['has expired', { cert: expiredCertificate }, expiredCertificate],
  ['is fine, but TLS is older than 1.2', { cert: validCertificate, maxVersion: 'TLSv1.1' as const }, validCertificate]
])('a remote relay whose certificate %s gets no mail, by STARTTLS or smtps', async (_, tls, ca) => {
  for (const scheme of ['smtp', 'smtps'] as const) {
    const relay = await remoteRelay({}, { tls: { key: relayKey, ...tls }, implicit: scheme === 'smtps' })
    // A relay that closes because our TLS is too new for it looks like one whose network broke.
    const untrusted = !('maxVersion' in tls && scheme === 'smtps')
    expect(await gotBy(relay, scheme, ca === undefined ? {} : { ca })).toEqual({ ...nothing, untrusted })
  }
})

test('a remote relay from whose greeting STARTTLS was stripped gets no mail', async () => {
  const relay = await remoteRelay()
  expect(await gotBy(relay, 'smtp')).toEqual(nothing)
  expect(relay.commands).toEqual(['EHLO papers.example.org', 'STARTTLS'])
})

test('a remote relay that agrees to STARTTLS and then goes on in clear gets no mail', async () => {
  const relay = await remoteRelay({ STARTTLS: { raw: '220 go on' } })
  expect(await gotBy(relay, 'smtp')).toEqual(nothing)
})

test('a remote relay that knows HELO only gets no mail', async () => {
  const relay = await remoteRelay({ EHLO: { raw: '502 5.5.1 unknown' } })
  expect(await gotBy(relay, 'smtp')).toEqual({ ...nothing, kind: 'answered', untrusted: false })
})

test('a relay on loopback is spoken to in clear, whatever certificate it offers', async () => {
  const relay = await openScript({ EHLO: { raw: '250-relay.test\r\n250 STARTTLS' } })
  opened.push(relay)
  const transport = openTransport({ urls: [`smtp://localhost:${relay.port}`], connections: 1, hostname: 'localhost' })
  opened.push(transport)
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
  expect(relay.commands).not.toContain('STARTTLS')
})

test('localhost is this machine, whatever a name server says', async () => {
  const relay = await openScript()
  opened.push(relay)
  // What Nodemailer would keep of an answer; nothing listens there.
  dnsCache.set('localhost', { value: { addresses: ['127.0.0.2'] }, expires: Number.POSITIVE_INFINITY })
  const transport = openTransport({ urls: [`smtp://localhost:${relay.port}`], connections: 1, hostname: 'localhost' })
  opened.push(transport)
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
  dnsCache.delete('localhost')
})
