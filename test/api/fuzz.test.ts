import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddress } from '../../services/subscribers/address.ts'
import { useApp } from '../support/app.ts'

const site = useApp()

/** Runs of each property here; the figure of the whole list, 10,000, is the bench's. */
const numRuns = 400

const header = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 200
})
const types = fc.oneof(
  fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json; charset=utf-16',
    ''
  ),
  header
)
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 50 }))
    .map((fields) => Buffer.from(new URLSearchParams(fields).toString())),
  fc
    .record({ email: fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()) })
    .map((body) => Buffer.from(JSON.stringify(body)))
)
const paths = fc.oneof(
  fc.constantFrom('/', '/subscriptions', '/admin', '/docs/json', '/metrics', '/status/today', '/inbox/messages'),
  fc
    .tuple(
      fc.constantFrom('/confirm/', '/unsubscribe/', '/papers/', '/editions/', '/inbox/messages/', '/docs/', '/'),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }).map(escapePath),
        fc.webPath(),
        fc.string({ unit: fc.constantFrom('%', '2', 'f', 'z', '.', '/', '\\', '?'), maxLength: 30 })
      )
    )
    .map(([route, rest]) => route + rest)
)

test('no body, type, header, method or path makes the server fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
      paths,
      types,
      header,
      bodies,
      async (method, url, type, accept, payload) => {
        // inject() parses the URL as a browser does; what it refuses never gets sent.
        fc.pre(URL.canParse(url, 'http://localhost'))
        const answer = await site.app.inject({
          method: method as 'GET',
          url,
          headers: { 'content-type': type, accept, authorization: accept, 'x-forwarded-for': accept, cookie: accept },
          ...(method === 'GET' || method === 'HEAD' ? {} : { payload })
        })
        expect(answer.statusCode).toBeLessThan(500)
        expect(answer.headers).toHaveProperty('content-security-policy')
      }
    ),
    { numRuns }
  )
})

test('a sign-up stores exactly the address that was read, or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), async (email) => {
      const answer = await site.app.inject({ method: 'POST', url: '/subscriptions', payload: { email } })
      let read: string | undefined
      try {
        read = parseAddress(email).key
      } catch {}
      expect(answer.statusCode).toBe(read === undefined ? 400 : 202)
      const stored = await site.deps.db
        .selectFrom('sign_ups')
        .select('address')
        .where('address_key', '=', read ?? '')
        .execute()
      expect(stored).toHaveLength(read === undefined ? 0 : 1)
    }),
    { numRuns: numRuns / 2 }
  )
})

/** Any text as part of a path: encoded where a request line could not carry it. */
function escapePath(text: string): string {
  // Through a Buffer, because encodeURI() throws on half a surrogate pair.
  return encodeURI(Buffer.from(text).toString()).replaceAll('#', '%23')
}
