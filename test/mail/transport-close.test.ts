import { afterEach, expect, test } from 'vitest'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { openRecorder } from '../support/smtp-recorder.ts'
import { openScript } from '../support/smtp-script.ts'

const mail = {
  from: 'daily@example.org',
  to: 'anna@example.org',
  message: Buffer.from('Subject: Papers\r\n\r\nx\r\n'),
  firstContact: true
}

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

function transportTo(url: string, connections = 1): Transport {
  return openTransport({ urls: [url], connections, hostname: 'papers.example.org' })
}

/** The sockets and timers that keep this process alive, once they are `expected` or two seconds have gone. */
async function held(expected = 0): Promise<string[]> {
  const deadline = performance.now() + 2000
  for (;;) {
    // Not expect.poll: its own timer would count.
    const names = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'Timeout')
    if (names.length === expected || performance.now() > deadline) return names
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('closing waits for the mail that is being handed over, and its answer counts', async () => {
  const relay = await openRecorder()
  opened.push(relay)
  relay.script({ data: () => 'stall' })
  const transport = transportTo(relay.url)
  const sending = transport.send(mail)
  await relay.waitFor(1)
  const closing = transport.close()
  expect(await Promise.race([closing, new Promise((resolve) => setImmediate(resolve, 'still open'))])).toBe(
    'still open'
  )
  relay.release()
  expect(await sending).toMatchObject({ kind: 'accepted' })
  await closing
})

test('what no connection has begun is given back when closing', async () => {
  const relay = await openRecorder()
  opened.push(relay)
  relay.script({ data: () => 'stall' })
  const transport = transportTo(relay.url, 1)
  const begun = transport.send(mail)
  const waiting = transport.send({ ...mail, to: 'ben@example.org' })
  await relay.waitFor(1)
  const closing = transport.close()
  expect(await waiting).toMatchObject({ kind: 'unreachable' })
  relay.release()
  expect(await begun).toMatchObject({ kind: 'accepted' })
  await closing
  expect(relay.recipients).toEqual([mail.to])
})

test('a closed transport gives every mail back', async () => {
  const relay = await openRecorder()
  opened.push(relay)
  const transport = transportTo(relay.url)
  await transport.close()
  await transport.close()
  expect(await transport.send(mail)).toMatchObject({ kind: 'unreachable' })
  expect(relay.recipients).toEqual([])
})

test.each([
  ['works', {}],
  ['drops the line at the greeting', { greeting: 'drop' as const }],
  ['drops the line after the dot', { dot: 'drop' as const }],
  ['refuses the reader', { RCPT: { raw: '550 5.1.1 unknown' } }],
  ['refuses the reader and then falls silent', { RCPT: { raw: '550 5.1.1 unknown' }, RSET: 'stall' as const }],
  ['refuses everything', { greeting: { raw: '554 no' } }]
])('after closing, a relay that %s holds neither socket nor timer', async (_, steps) => {
  const relay = await openScript(steps)
  const transport = transportTo(relay.url, 3)
  await Promise.all([transport.send(mail), transport.send(mail), transport.send(mail)])
  await transport.close()
  await expect.poll(() => relay.open(), { interval: 5 }).toBe(0)
  await relay.close()
  expect(await held()).toEqual([])
})

test('after closing, a relay that is gone holds neither socket nor timer', async () => {
  const relay = await openScript()
  await relay.close()
  const transport = transportTo(relay.url, 3)
  await Promise.all([transport.send(mail), transport.send(mail), transport.send(mail)])
  await transport.close()
  expect(await held()).toEqual([])
})

test('after closing, a relay that never hangs up holds neither socket nor timer', async () => {
  const relay = await openScript({}, { halfOpen: true })
  opened.push(relay)
  const transport = transportTo(relay.url)
  await transport.send(mail)
  // Both ends are in this process.
  expect(await held(2)).toEqual(['TCPSocketWrap', 'TCPSocketWrap'])
  await transport.close()
  expect(await held(1)).toEqual(['TCPSocketWrap'])
  expect(relay.open()).toBe(1)
})
