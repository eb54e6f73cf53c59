import { connect } from 'node:net'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { publicEnvironment, useApp } from '../support/app.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'

const site = useApp(publicEnvironment)
const ada = 'ada@example.org'
let token: string
let port: number

beforeAll(async () => {
  port = Number(new URL(await site.app.listen({ port: 0, host: '127.0.0.1' })).port)
})
beforeEach(async () => {
  await site.database.pool.query('truncate subscribers cascade')
  const id = await aSubscriber(site.deps.db, { address: ada })
  token = signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', id)
})

/** Sends a request as it is written, which no client library would, and reads the whole answer. */
function send(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

const request = (method: string, path: string, headers = '') =>
  send(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`)

const encoded = (text: string) => Array.from(text, (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16)}`).join('')

test.each([
  ['encoded twice', (one: string) => `/unsubscribe/${encoded(one).replaceAll('%', '%25')}`],
  ['with a slash behind it', (one: string) => `/unsubscribe/${one}/`],
  ['with a zero behind it', (one: string) => `/unsubscribe/${one}%00`],
  ['with a space behind it', (one: string) => `/unsubscribe/${one}%20`],
  ['with a parameter of the path', (one: string) => `/unsubscribe/${one};a=b`],
  ['behind two slashes', (one: string) => `//unsubscribe/${one}`],
  ['behind a step up', (one: string) => `/x/../unsubscribe/${one}`],
  ['behind an encoded slash', (one: string) => `/unsubscribe%2f${one}`],
  ['in capitals', (one: string) => `/UNSUBSCRIBE/${one}`],
  ['with a line break and a header', (one: string) => `/unsubscribe/${one}%0d%0aX-Odd:%201`]
])('a token %s is another address, and changes nothing', async (_, path) => {
  const answer = await request('POST', path(token))
  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  expect(answer).not.toMatch(/^x-odd:/im)
  expect(await stateOf(site.deps.db, ada)).toBe('active')
})

test.each([
  ['encoded once, as gateways do', (one: string) => `/unsubscribe/${encoded(one)}`],
  ['with a query that somebody added', (one: string) => `/unsubscribe/${one}?utm_source=mail`],
  ['as a whole address of another host', (one: string) => `http://evil.test/unsubscribe/${one}`]
])('a token %s is the same address', async (_, path) => {
  expect(await request('POST', path(token))).toMatch(/^HTTP\/1\.1 200 /)
  expect(await stateOf(site.deps.db, ada)).toBe('unsubscribed')
})

test.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'LINK'])(
  '%s changes nothing, nor does a GET that calls itself a POST',
  async (method) => {
    for (const path of [`/unsubscribe/${token}`, `/unsubscribe/${token}/undo`, '/subscriptions', '/subscriptions/code'])
      expect(await request(method, path)).toMatch(/^HTTP\/1\.1 (200|404) /)
    await request('GET', `/unsubscribe/${token}?_method=POST`, 'X-HTTP-Method-Override: POST\r\n')
    expect(await stateOf(site.deps.db, ada)).toBe('active')
  }
)

test('a second request hidden in the body of a first is not read as one', async () => {
  const hidden = `POST /unsubscribe/${token} HTTP/1.1\r\nHost: x\r\n\r\n`
  for (const head of [
    'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
    'Content-Length: 0\r\nContent-Length: 5\r\n\r\n'
  ])
    expect(await send(`POST /unsubscribe/x HTTP/1.1\r\nHost: x\r\n${head}${hidden}`)).toMatch(/^HTTP\/1\.1 400 /)
  expect(await stateOf(site.deps.db, ada)).toBe('active')
})

test('a request with two hosts is refused, and changes nothing', async () => {
  for (const second of ['Host: x', 'HOST: evil.test'])
    for (const path of [`/unsubscribe/${token}`, '/', '/nowhere'])
      expect(await request('POST', path, `${second}\r\n`)).toMatch(/^HTTP\/1\.1 400 [^]*more than one host/)
  expect(await stateOf(site.deps.db, ada)).toBe('active')
})

test('line breaks in any field of a form add no header, no recipient and no field', async () => {
  const odd = '\r\nBcc: eve@example.test\r\nX-Odd: 1'
  const post = (url: string, fields: Record<string, string>) =>
    site.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      payload: new URLSearchParams(fields).toString()
    })
  for (const answer of [
    await post('/subscriptions', { email: `${ada}${odd}` }),
    await post('/subscriptions/code', { email: `${ada}${odd}`, code: '000000' }),
    await post('/subscriptions/code', { email: ada, code: `1${odd}`.slice(0, 40) }),
    await post(`/preferences/${token}`, { action: `pause${odd}` }),
    await site.app.inject({ url: `/search?q=${encodeURIComponent(odd)}` }),
    await site.app.inject({ url: `/papers/${encodeURIComponent(odd)}` })
  ]) {
    expect(answer.headers).not.toHaveProperty('x-odd')
    expect(answer.statusCode).toBeLessThan(500)
  }
  expect((await site.database.pool.query('select from sign_ups')).rowCount).toBe(0)
})
