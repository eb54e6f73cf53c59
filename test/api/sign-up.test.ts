import { expect, test } from 'vitest'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { adminToken, useApp } from '../support/app.ts'
import { aSubscriber, stateOf as stateNow } from '../support/cast.ts'

const site = useApp()
const browser = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }

/** The state of an address after a worker has come by. */
async function stateOf(db: typeof site.deps.db, address: string): Promise<string | undefined> {
  await settleSignUps(site.deps)
  return stateNow(db, address)
}

const byJson = (payload: object) => site.app.inject({ method: 'POST', url: '/subscriptions', payload })
const byForm = (payload: string) =>
  site.app.inject({ method: 'POST', url: '/subscriptions', headers: browser, payload })

test('a sign-up by JSON is recorded, with the network it came from cut short', async () => {
  const answer = await byJson({ email: 'Ada@Example.org' })
  expect(answer.statusCode).toBe(202)
  expect(answer.json()).toEqual({ status: 'accepted' })
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('pending')
  const consent = await site.deps.db.selectFrom('consents').select(['network', 'source']).executeTakeFirstOrThrow()
  expect(consent).toEqual({ network: '127.0.0.0/24', source: 'form' })
})

test('a sign-up by the form answers with a page that leads to the mailbox, in local mode to the inbox', async () => {
  const answer = await byForm('email=form%40example.org&website=')
  expect(answer.statusCode).toBe(202)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.body).toContain('Look into your mailbox')
  expect(answer.body).toContain('href="/inbox"')
  expect(await stateOf(site.deps.db, 'form@example.org')).toBe('pending')
})

test('the answer is the same to the byte, whoever asks', async () => {
  const { db } = site.deps
  await aSubscriber(db, { address: 'pending@example.org', state: 'pending' })
  await aSubscriber(db, { address: 'active@example.org' })
  await aSubscriber(db, { address: 'left@example.org', state: 'unsubscribed' })
  await aSubscriber(db, { address: 'bounced@example.org', state: 'suppressed' })
  await aSubscriber(db, { address: 'complained@example.org', state: 'suppressed', suppression: 'complaint' })
  const addresses = ['new', 'pending', 'active', 'left', 'bounced', 'complained', 'new'].map(
    (who) => `${who}@example.org`
  )

  for (const ask of [
    (address: string) => byJson({ email: address }),
    (address: string) => byForm(`email=${encodeURIComponent(address)}`),
    (address: string) => byForm(`email=${encodeURIComponent(address)}&website=spam`)
  ]) {
    const answers = new Set<string>()
    for (const address of addresses) {
      const { statusCode, headers, body } = await ask(address)
      const { date: _date, ...rest } = headers
      answers.add(JSON.stringify({ statusCode, rest, body }))
    }
    expect(answers.size).toBe(1)
  }
})

test('a filled-in trap is answered like everyone and written nowhere', async () => {
  const answer = await byForm('email=robot%40example.org&website=https%3A%2F%2Fexample.test')
  expect(answer.statusCode).toBe(202)
  expect(await stateOf(site.deps.db, 'robot@example.org')).toBeUndefined()
})

test('a malformed address comes back on the page, escaped, with what is wrong beside the field', async () => {
  const typed = '"><script>alert(1)</script>@'
  const answer = await byForm(`email=${encodeURIComponent(typed)}`)
  expect(answer.statusCode).toBe(400)
  expect(answer.body).toContain('This does not look like an email address.')
  expect(answer.body).toContain('aria-invalid="true"')
  expect(answer.body).toMatch(/aria-describedby="sign-up-mistake /)
  expect(answer.body).toContain('value="&quot;>&lt;script>alert(1)&lt;/script>@"')
  expect(answer.body).not.toContain('<script>')
})

test('a malformed address is a problem with a code for programs', async () => {
  const answer = await byJson({ email: 'ada@' })
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'This does not look like an email address.',
    code: 'ADDRESS_INVALID'
  })
})

test.each(['timezone', 'topics', 'frequency', 'sendTime', 'stamp', 'name', '__proto__x'])(
  'the field %s is refused by name, and nothing is written',
  async (field) => {
    const answer = await byJson({ email: 'fields@example.org', [field]: 'x' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'FIELD_NOT_SUPPORTED', detail: expect.stringContaining(`"${field}"`) })
    expect(await stateOf(site.deps.db, 'fields@example.org')).toBeUndefined()
  }
)

test.each([
  ['{}', 'REQUEST_INVALID'],
  ['{"email": 5}', 'REQUEST_INVALID'],
  ['{"email": null}', 'REQUEST_INVALID'],
  ['["ada@example.org"]', 'REQUEST_INVALID'],
  ['null', 'REQUEST_INVALID'],
  ['{"email": "ada@example.org"', 'REQUEST_INVALID'],
  ['', 'REQUEST_INVALID'],
  ['{"email": "ada@example.org", "__proto__": {"x": 1}}', 'REQUEST_INVALID'],
  [`{"email": "${'a'.repeat(900)}@example.org"}`, 'ADDRESS_INVALID'],
  [`{"email": "${'a'.repeat(2000)}@example.org"}`, 'REQUEST_INVALID']
])('the body %.60s is refused with 400 %s', async (payload, code) => {
  const answer = await site.app.inject({
    method: 'POST',
    url: '/subscriptions',
    headers: { 'content-type': 'application/json' },
    payload
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ code })
})

test('a form that names the address twice is refused', async () => {
  const answer = await byForm('email=a%40example.org&email=b%40example.org')
  expect(answer.statusCode).toBe(400)
})

test('a body of 2 MB is refused before it is read', async () => {
  const answer = await byJson({ email: 'a'.repeat(2_000_000) })
  expect(answer.statusCode).toBe(413)
  expect(answer.json()).toMatchObject({ code: 'BODY_TOO_LARGE' })
})

test('another media type is refused', async () => {
  const answer = await site.app.inject({
    method: 'POST',
    url: '/subscriptions',
    headers: { 'content-type': 'text/xml', accept: 'application/json' },
    payload: '<email>ada@example.org</email>'
  })
  expect(answer.statusCode).toBe(415)
  expect(answer.json()).toMatchObject({ code: 'MEDIA_TYPE_NOT_SUPPORTED' })
})

test('neither addresses nor secrets reach the log', () => {
  const written = site.logs.join('')
  expect(written).toContain('/subscriptions')
  expect(written).not.toMatch(/example\.(org|test)/)
  expect(written).not.toContain(adminToken)
})
