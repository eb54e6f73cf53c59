import fc from 'fast-check'

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
    .map((body) => Buffer.from(JSON.stringify(body))),
  // Names that reach into every object, and the same name twice.
  fc
    .constantFrom('{"__proto__":{"a":1},"email":"x"}', '{"constructor":{"prototype":{}}}', '{"email":"a","email":"b"}')
    .map((text) => Buffer.from(text))
)
const fixed =
  '/ /papers /subscriptions /subscriptions/code /challenge /admin /docs/json /metrics /status/today /inbox/messages /privacy /feed.atom /feed.xml /feed.json'.split(
    ' '
  )
const prefixes =
  '/confirm/ /unsubscribe/ /not-me/ /preferences/ /account/ /draft/ /papers/ /paper/ /editions/ /feed/ /search?q= /inbox/messages/ /docs/ /admin/ /'.split(
    ' '
  )
const paths = fc.oneof(
  fc.constantFrom(...fixed),
  fc
    .tuple(
      fc.constantFrom(...prefixes),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }).map(escapePath),
        fc.webPath(),
        fc.string({ unit: fc.constantFrom('%', '2', 'f', 'z', '.', '/', '\\', '?', '0'), maxLength: 30 })
      )
    )
    .map(([route, rest]) => route + rest)
    // inject() parses the URL as a browser does; what it refuses never gets sent.
    .filter((url) => URL.canParse(url, 'http://localhost'))
)

/** Requests that nobody means: to every route, with any body, type and headers. As `inject` takes them. */
export const fuzzedRequests = fc
  .tuple(fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'), paths, types, header, bodies)
  .map(([method, url, type, odd, payload]) => ({
    method: method as 'GET',
    url,
    headers: {
      'content-type': type,
      accept: odd,
      authorization: odd,
      'x-forwarded-for': odd,
      'if-none-match': odd,
      cookie: odd
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { payload })
  }))

/** What may be typed as an address: real ones, near misses, and what makes a mailer write to somebody else. */
export const fuzzedAddresses = fc.oneof(
  fc.emailAddress(),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .tuple(
      fc.emailAddress(),
      fc.constantFrom('\r\nBcc: ', '%0d%0aBcc:', ', ', '; ', ' ', '<', '>', ',', ':', '"', '(x)', '\u2028', '\0', '\n'),
      fc.emailAddress()
    )
    .map(([one, between, other]) => `${one}${between}${other}`),
  fc.emailAddress().map((address) => `grp:${address},other@example.org;`),
  fc.emailAddress().map((address) => `<other@example.org> ${address}`),
  fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.domain()).map((parts) => parts.join('@'))
)

/** Any text as part of a path: encoded where a request line could not carry it. */
function escapePath(text: string): string {
  // Through a Buffer, because encodeURI() throws on half a surrogate pair.
  return encodeURI(Buffer.from(text).toString()).replaceAll('#', '%23')
}
