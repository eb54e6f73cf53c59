import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Judge, openJudge } from './judge.ts'

let judge: Judge
let socket: Socket
let heard: string
const listeners = new Set<() => void>()

beforeEach(async () => {
  judge = await openJudge()
  heard = ''
  socket = connect(Number(new URL(judge.url).port), '127.0.0.1')
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString()
    for (const look of listeners) look()
  })
  await once(socket, 'connect')
})
afterEach(async () => {
  socket.destroy()
  await judge.close()
})

function hears(text: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!heard.includes(text)) return
      listeners.delete(look)
      resolve()
    }
    listeners.add(look)
    look()
  })
}

const envelope = 'EHLO a.test\r\nMAIL FROM:<daily@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n'
const body = 'Subject: hello\r\n\r\n..a line with a dot\r\n'

test('commands and a mail in one write are taken in order, and the mail kept without its transparency', async () => {
  socket.write(`${envelope}${body}.\r\nMAIL FROM:<daily@example.org>\r\n`)
  await hears('queued as 1')
  await hears('queued as 1\r\n250 2.1.0 ok')
  const [mail] = judge.mails()
  expect(mail).toMatchObject({ from: 'daily@example.org', to: 'alice@example.org', transaction: 1, connection: 1 })
  expect(mail?.source().toString()).toBe('Subject: hello\r\n\r\n.a line with a dot\r\n')
  expect(judge.unanswered()).toBe(0)
})

test('what is held after its dot is stored, and noted as unanswered when its client goes', async () => {
  await judge.hold('dot')
  socket.write(`${envelope}${body}.\r\n`)
  await judge.untilHeld(1)
  expect(judge.mails()).toHaveLength(1)
  expect(heard).not.toContain('queued')
  socket.destroy()
  await expect.poll(() => judge.unanswered(), { timeout: 10_000 }).toBe(1)
})

test('what is held within its bytes is not stored when its client goes, and is when it stays', async () => {
  await judge.hold('body')
  socket.write(envelope + body)
  await judge.untilHeld(1)
  const other = connect(Number(new URL(judge.url).port), '127.0.0.1')
  other.write(`${envelope}${body}.\r\n`)
  await judge.untilHeld(2)
  other.destroy()
  await judge.untilGone(1)
  await judge.release()
  socket.write('.\r\n')
  await hears('queued as')
  expect(judge.mails()).toHaveLength(1)
})

test('a held recipient can be refused', async () => {
  await judge.hold('RCPT', 0)
  socket.write(envelope)
  await judge.untilHeld(1)
  await judge.release('550 5.1.1 nobody here')
  await hears('550 5.1.1 nobody here\r\n503')
  expect(judge.mails()).toHaveLength(0)
})

test('what is answered after its dot can be held again at its next mail', async () => {
  await judge.hold('dot')
  socket.write(`${envelope}${body}.\r\n`)
  await judge.untilHeld(1)
  await judge.advance('MAIL')
  await hears('queued as 1')
  socket.write(`${envelope}${body}.\r\n`)
  await judge.untilHeld(1)
  expect(judge.mails()).toHaveLength(1)
})
