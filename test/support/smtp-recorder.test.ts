import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { openRecorder, type Recorder } from './smtp-recorder.ts'

const mail = {
  from: 'daily@example.org',
  to: 'anna@example.org',
  message: Buffer.from('Subject: Papers\r\n\r\nx\r\n'),
  firstContact: true
}

let relay: Recorder
let transport: Transport
beforeEach(async () => {
  relay = await openRecorder()
  transport = openTransport({ urls: [relay.url], connections: 2, hostname: 'localhost' })
})
afterEach(async () => {
  await relay.close()
  await transport.close()
})

test('a dropped mail is not recorded, and the count of mails goes on', async () => {
  relay.script({ data: (_, n) => (n === 1 ? 'drop' : 'accept') })
  expect(await transport.send(mail)).toMatchObject({ kind: 'in_doubt' })
  expect(relay.messages).toEqual([])
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
})

test('a refused mail is not recorded', async () => {
  relay.script({ data: ({ to }) => ({ code: 451, text: `later, ${to.length}` }) })
  expect(await transport.send(mail)).toMatchObject({ kind: 'answered', reply: '451 later, 16' })
  expect(relay.messages).toEqual([])
})

test('a connection dropped at RCPT has recorded nothing but the question', async () => {
  relay.script({ rcpt: () => 'drop' })
  expect(await transport.send(mail)).toMatchObject({ kind: 'unreachable' })
  expect(relay.recipients).toEqual([mail.to])
  expect(relay.messages).toEqual([])
})

test('a stalled mail is recorded at once and acknowledged on release only', async () => {
  relay.script({ data: () => 'stall' })
  const sending = transport.send(mail)
  const [recorded] = await relay.waitFor(1)
  expect(recorded?.acknowledged).toBe(false)
  relay.release()
  expect(await sending).toMatchObject({ kind: 'accepted' })
  expect(recorded?.acknowledged).toBe(true)
})

const transaction = (to: string) => `MAIL FROM:<a@example.org>\r\nRCPT TO:<${to}>\r\nDATA\r\n`

test('a client that sends everything at once and leaves does no harm', async () => {
  relay.script({ rcpt: (address) => (address.startsWith('no') ? { code: 550, text: 'no' } : undefined) })
  const port = Number(new URL(relay.url).port)
  for (const rest of ['', 'Subject: half', 'x\r\n.\r\nQUIT\r\n']) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'data')
    socket.write(`EHLO c\r\n${transaction('no@example.org')}RSET\r\n${transaction('ben@example.org')}${rest}`)
    await expect.poll(() => relay.recipients.splice(0), { interval: 5 }).toContain('ben@example.org')
    socket.destroy()
  }
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
  expect(relay.messages.filter(({ to }) => to.startsWith('no'))).toEqual([])
})

test('waiting for what does not come names the number that came', async () => {
  await transport.send(mail)
  expect(await relay.waitFor(1)).toHaveLength(1)
})
