import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findMessage, listMessages, openInbox, readMessage } from '../../services/mail/inbox.ts'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { clockAt } from '../support/clock.ts'
import { createDatabase, dropDatabase, useDatabase } from '../support/database.ts'

const database = useDatabase()
const clock = clockAt('2026-03-02T08:00:00Z')
const from = 'daily@example.org'

let inbox: Awaited<ReturnType<typeof openInbox>>
let transport: Transport

beforeEach(async () => {
  await sql`truncate inbox_messages`.execute(database.db)
  inbox = await openInbox({ db: database.db, clock })
  transport = openTransport({ urls: [inbox.url], connections: 2, hostname: 'localhost' })
})

afterEach(async () => {
  await transport.close()
  await inbox.close()
})

function written(subject: string, body = 'Good morning.'): Buffer {
  return Buffer.from(
    `From: Daily Papers <${from}>\r\nTo: anna@example.org\r\nSubject: ${subject}\r\n` +
      `Date: Mon, 02 Mar 2026 08:00:00 +0000\r\nList-Id: Daily Papers\r\n <daily.example.org>\r\n\r\n${body}\r\n`
  )
}

test('a mail is in the inbox by the time it is accepted, byte for byte, with its subject decoded', async () => {
  const message = written('=?utf-8?Q?Papers_=E2=80=93_72?=')
  expect(await transport.send({ from, to: 'Anna@xn--bcher-kva.example', message, firstContact: true })).toMatchObject({
    kind: 'accepted'
  })
  const [entry] = await listMessages(database, { limit: 10 })
  expect(entry).toEqual({
    id: expect.any(Number),
    to: 'Anna@xn--bcher-kva.example',
    subject: 'Papers – 72',
    receivedAt: new Date('2026-03-02T08:00:00Z'),
    size: message.length
  })
  const found = await findMessage(database, entry?.id ?? 0)
  expect(found?.source.equals(message)).toBe(true)
})

test('the list is newest first, and goes on before a given mail', async () => {
  for (const subject of ['one', 'two', 'three']) {
    await transport.send({ from, to: 'anna@example.org', message: written(subject), firstContact: true })
  }
  const first = await listMessages(database, { limit: 2 })
  expect(first.map(({ subject }) => subject)).toEqual(['three', 'two'])
  const rest = await listMessages(database, { limit: 2, before: first[1]?.id ?? 0 })
  expect(rest.map(({ subject }) => subject)).toEqual(['one'])
})

test('an unknown mail is not found', async () => {
  expect(await findMessage(database, 4711)).toBeUndefined()
})

test('while the database is away the mail is deferred and nothing is stored', async () => {
  const gone = await createDatabase()
  const broken = await openInbox({ db: gone.db, clock })
  const sender = openTransport({ urls: [broken.url], connections: 1, hostname: 'localhost' })
  await dropDatabase(gone.url)
  expect(
    await sender.send({ from, to: 'anna@example.org', message: written('lost?'), firstContact: true })
  ).toMatchObject({
    kind: 'answered',
    permanent: false,
    reply: '451 not stored, try again'
  })
  await sender.close()
  await broken.close()
  await gone.close()
})

test('a mail over 1 MB is refused and not stored, and the next one passes', async () => {
  const message = written('big', 'x'.repeat(70).concat('\r\n').repeat(15_000))
  expect(message.length).toBeGreaterThan(1024 * 1024)
  expect(await transport.send({ from, to: 'anna@example.org', message, firstContact: true })).toMatchObject({
    kind: 'answered',
    class: 'message'
  })
  expect(
    await transport.send({ from, to: 'anna@example.org', message: written('small'), firstContact: true })
  ).toMatchObject({
    kind: 'accepted'
  })
  expect((await listMessages(database, { limit: 10 })).map(({ subject }) => subject)).toEqual(['small'])
})

test('only the newest 2,000 mails are kept', async () => {
  await sql`
    insert into inbox_messages (recipient, subject, received_at, source)
    select 'ben@example.org', n::text, now(), '' from generate_series(1, 2003) n
  `.execute(database.db)
  await transport.send({ from, to: 'anna@example.org', message: written('newest'), firstContact: true })
  const kept = await listMessages(database, { limit: 5000 })
  expect(kept).toHaveLength(2000)
  expect(kept[0]?.subject).toBe('newest')
  expect(kept.at(-1)?.subject).toBe('5')
})

test.each([
  ['a NUL in the subject', written('=?utf-8?Q?a=00b?=')],
  ['no header at all', Buffer.from('just text\r\n')],
  [
    'bytes of no charset',
    Buffer.concat([Buffer.from('Subject: '), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('\r\n')])
  ]
])('a mail with %s is stored as it came', async (_, message) => {
  expect(await transport.send({ from, to: 'anna@example.org', message, firstContact: true })).toMatchObject({
    kind: 'accepted'
  })
  const [entry] = await listMessages(database, { limit: 1 })
  const found = await findMessage(database, entry?.id ?? 0)
  expect(found?.source.equals(message)).toBe(true)
})

test('a mail reads as its parts and headers', async () => {
  const parts = [
    `From: =?utf-8?Q?T=C3=A4glich?= <${from}>`,
    'To: anna@example.org',
    'Subject: Papers',
    'Date: Mon, 02 Mar 2026 08:00:00 +0000',
    'List-Id: Daily Papers',
    ' <daily.example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Good morning.',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Good morning.</p>',
    '--b--',
    ''
  ]
  const mail = await readMessage(Buffer.from(parts.join('\r\n')))
  expect(mail).toMatchObject({
    subject: 'Papers',
    from: `Täglich <${from}>`,
    to: 'anna@example.org',
    date: '2026-03-02T08:00:00.000Z',
    text: 'Good morning.\n',
    html: '<p>Good morning.</p>\n'
  })
  expect(mail.headers).toContainEqual({ name: 'list-id', value: 'Daily Papers <daily.example.org>' })
})

test('an empty mail reads as empty', async () => {
  expect(await readMessage(Buffer.from('\r\n'))).toMatchObject({ subject: '', from: '', to: '', html: undefined })
})
