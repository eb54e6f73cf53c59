import { beforeAll, expect, test } from 'vitest'
import { publicEnvironment, useApp } from '../support/app.ts'

const local = useApp()
const site = useApp(publicEnvironment)

const mail = [
  'From: Daily Papers <daily@localhost>',
  'To: ada@example.org',
  'Subject: Papers <b>of</b> today',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="=_b"',
  '',
  '--=_b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Confirm: http://localhost:3000/confirm/abc.',
  'Not a link: javascript:alert(1) <script>',
  '--=_b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<html><head><title>x</title></head><body><script>alert(1)</script><p>Hello</p></body></html>',
  '--=_b--',
  ''
].join('\r\n')

const ids: number[] = []

async function store(subject: string, source: string, receivedAt: string): Promise<number> {
  const { rows } = await local.database.pool.query<{ id: number }>(
    `insert into inbox_messages (recipient, subject, received_at, source) values ('ada@example.org', $1, $2, $3) returning id`,
    [subject, receivedAt, Buffer.from(source)]
  )
  return rows[0]?.id ?? 0
}

beforeAll(async () => {
  ids.push(await store('Confirm your subscription', 'Subject: Confirm\r\n\r\nText only\r\n', '2026-11-24T06:58:00Z'))
  ids.push(await store('Papers <b>of</b> today', mail, '2026-11-24T06:59:00Z'))
})

const see = (url: string) => local.app.inject({ url, headers: { accept: 'text/html' } })

test('programs get the mails newest first', async () => {
  const answer = await local.app.inject('/inbox/messages')
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.json()).toEqual([
    {
      id: ids[1],
      to: 'ada@example.org',
      subject: 'Papers <b>of</b> today',
      receivedAt: '2026-11-24T06:59:00.000Z',
      size: mail.length
    },
    {
      id: ids[0],
      to: 'ada@example.org',
      subject: 'Confirm your subscription',
      receivedAt: '2026-11-24T06:58:00.000Z',
      size: 31
    }
  ])
})

test('people get them as a list, and each as HTML, text and source, without a script', async () => {
  const list = await see('/inbox')
  expect(list.body).toContain(`href="/inbox/messages/${ids[1]}"`)
  expect(list.body).toContain('Papers &lt;b>of&lt;/b> today')

  const html = await see(`/inbox/messages/${ids[1]}`)
  expect(html.body).toContain(
    `src="/inbox/messages/${ids[1]}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"`
  )
  expect(html.headers['content-security-policy']).toContain("frame-src 'self'")

  const text = await see(`/inbox/messages/${ids[1]}?view=text`)
  expect(text.body).toContain('<a href="http://localhost:3000/confirm/abc" target="_blank" rel="noopener noreferrer">')
  expect(text.body).toContain('javascript:alert(1) &lt;script>')
  expect(text.body).not.toMatch(/href="javascript|<script/)

  const source = await see(`/inbox/messages/${ids[1]}?view=source`)
  expect(source.body).toContain('boundary=&quot;=_b&quot;')
  expect(source.body).toContain('&lt;script>alert(1)&lt;/script>')
})

test('a mail without an HTML part says so', async () => {
  expect((await see(`/inbox/messages/${ids[0]}`)).body).toContain('This mail has no HTML part.')
  expect((await see(`/inbox/messages/${ids[0]}/html`)).statusCode).toBe(404)
})

test('the HTML of a mail may do nothing but look, and its links open beside the inbox', async () => {
  const frame = await see(`/inbox/messages/${ids[1]}/html`)
  expect(frame.body).toContain('<head><base target="_blank">')
  expect(frame.headers['content-security-policy']).toBe(
    "default-src 'none'; base-uri 'none'; object-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; " +
      "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
  )
})

test('the source is served byte for byte', async () => {
  const file = await local.app.inject(`/inbox/messages/${ids[1]}.eml`)
  expect(file.headers).toMatchObject({
    'content-type': 'message/rfc822',
    'content-disposition': `attachment; filename="${ids[1]}.eml"`
  })
  expect(file.rawPayload.equals(Buffer.from(mail))).toBe(true)
})

test.each(['999999', '0', '-1', '1e3', 'x', '9'.repeat(30), '..%2f..%2fetc'])(
  'the mail %s is not in the inbox',
  async (id) => {
    for (const url of [`/inbox/messages/${id}`, `/inbox/messages/${id}.eml`, `/inbox/messages/${id}/html`]) {
      expect((await local.app.inject(url)).statusCode).toBe(404)
    }
  }
)

test('outside local mode there is no inbox at any of its addresses', async () => {
  for (const url of [
    '/inbox',
    '/inbox/messages',
    '/inbox/messages/1',
    '/inbox/messages/1.eml',
    '/inbox/messages/1/html'
  ]) {
    expect((await site.app.inject(url)).statusCode).toBe(404)
  }
  const page = await site.app.inject({ url: '/', headers: { accept: 'text/html' } })
  expect(page.body).not.toContain('/inbox')
})
