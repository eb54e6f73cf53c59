import { expect, test } from 'vitest'
import { publicEnvironment, useApp } from '../support/app.ts'

const local = useApp()
const site = useApp(publicEnvironment)

const ours =
  "default-src 'none'; base-uri 'none'; object-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"

/** Pages with the sign-up form have its script, from our own address. */
const withForm = ours.replace("img-src 'self'", "img-src 'self'; script-src 'self'; connect-src 'self'")

const everywhere = {
  'content-security-policy': ours,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000'
}

test.each([
  ['GET', '/', 200],
  ['GET', '/papers/2026-11-23', 200],
  ['GET', '/status/today', 200],
  ['GET', '/healthz', 200],
  ['GET', '/readyz', 200],
  ['GET', '/metrics', 200],
  ['GET', '/robots.txt', 200],
  ['GET', '/favicon.svg', 200],
  ['GET', '/admin', 401],
  ['GET', '/nowhere', 404],
  ['GET', '/inbox', 404],
  ['GET', '/papers/sample', 404],
  ['GET', '/papers/2026-13-01', 400],
  ['GET', '/editions/2026-11-23', 404],
  ['GET', '/confirm/unknown', 404],
  ['GET', '/%zz', 404],
  ['GET', `/papers/${'9'.repeat(201)}`, 404],
  ['POST', '/nowhere', 404],
  ['DELETE', '/', 404],
  ['POST', '/unsubscribe/unknown', 404]
] as const)('%s %s answers %i with every security header', async (method, url, status) => {
  const { statusCode, headers, body } = await site.app.inject({ method, url })
  expect(statusCode).toBe(status)
  const policy = body.includes('action="/subscriptions"') ? withForm : ours
  expect(headers).toMatchObject({ ...everywhere, 'content-security-policy': policy })
  expect(headers).not.toHaveProperty('set-cookie')
  expect(headers).not.toHaveProperty('x-powered-by')
})

test('so do answers to bodies that are too large, of another type or not JSON', async () => {
  for (const [type, payload, status] of [
    ['application/json', `"${'x'.repeat(20_000)}"`, 413],
    ['application/json', '{', 400],
    ['image/png', 'x', 415]
  ] as const) {
    const answer = await site.app.inject({
      method: 'POST',
      url: '/subscriptions',
      headers: { 'content-type': type },
      payload
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject(everywhere)
  }
})

test('HSTS is sent only where the public address is https', async () => {
  const { headers } = await local.app.inject('/')
  expect(headers).not.toHaveProperty('strict-transport-security')
})

test('the API browser runs scripts of its own alone', async () => {
  const { headers } = await site.app.inject('/docs')
  expect(headers['content-security-policy']).toContain("script-src 'self'")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['content-security-policy']).not.toMatch(/https:|unsafe-eval/)
})

test('pages have no inline script or style and nothing from elsewhere', async () => {
  for (const url of ['/', '/papers/sample', '/status/today', '/inbox', '/nowhere', '/confirm/unknown']) {
    const { body } = await local.app.inject({ url, headers: { accept: 'text/html' } })
    expect(body).not.toMatch(
      /<script(?! src="\/sign-up\.[0-9a-f]{12}\.js" defer><\/script>)|<style|\sstyle=|\son[a-z]+=|javascript:/i
    )
    const loaded = [
      ...body.matchAll(/<(?:link rel="(?:stylesheet|icon)"|script|img|iframe)[^>]*(?:href|src)="([^"]+)"/g)
    ]
    expect(loaded.length).toBeGreaterThan(0)
    for (const [, address] of loaded) expect(address).toMatch(/^\/[^/]/)
  }
})

test('the Host header decides nothing', async () => {
  const pages = []
  for (const host of ['evil.test', 'papers.example.org']) {
    const headers = { host, 'x-forwarded-host': host, 'x-forwarded-proto': 'http', accept: 'text/html' }
    pages.push((await site.app.inject({ url: '/', headers })).body)
  }
  expect(pages[0]).toBe(pages[1])
  expect(pages[0]).not.toContain('evil.test')
  expect(pages[0]).toContain('<link rel="canonical" href="https://papers.example.org/"')
})
