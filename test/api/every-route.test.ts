import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { policies } from '../../services/api/security-headers.ts'
import { adminToken, publicEnvironment, useApp } from '../support/app.ts'

// Every route that is registered, without a list that somebody would have to keep.
const registered = new Map<FastifyInstance, RouteOptions[]>()
const listen = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance }
  const routes: RouteOptions[] = []
  registered.set(fastify, routes)
  fastify.addHook('onRoute', (route) => void routes.push(route))
}
subscribe('fastify.initialization', listen)
afterAll(() => unsubscribe('fastify.initialization', listen))

const values: Record<string, string> = { date: '2026-11-23', day: '2026-11-23', id: '1', topic: 'language-models' }
const secret = /^\/(confirm|unsubscribe|not-me|preferences|account|draft)\//

describe.each([
  { mode: 'public', site: useApp(publicEnvironment), hsts: 'max-age=31536000' },
  { mode: 'local', site: useApp(), hsts: undefined }
])('$mode: every registered route', ({ site, hsts }) => {
  /** Each method and address, as a stranger and as the operator, for a page and for JSON. */
  function requests() {
    return (registered.get(site.app) ?? []).flatMap(({ method, url }) =>
      [method].flat().flatMap((one) =>
        ['text/html', 'application/json'].flatMap((accept) =>
          (url.startsWith('/admin') ? [undefined, `Bearer ${adminToken}`] : [undefined]).map((authorization) => ({
            method: one as 'GET',
            url: url.replace('*', 'x').replaceAll(/:([a-z]+)/g, (_all, name: string) => values[name] ?? 'unknown'),
            headers: {
              accept,
              host: 'evil.test',
              'x-forwarded-host': 'evil.test',
              ...(authorization === undefined ? {} : { authorization })
            }
          }))
        )
      )
    )
  }

  test('is answered with every security header, by the method and the address it was made for, and never fails', {
    timeout: 180_000
  }, async () => {
    expect(requests().length).toBeGreaterThan(80)
    for (const request of requests()) {
      const answer = await site.app.inject(request)
      const what = `${request.method} ${request.url} ${request.headers.accept}`
      expect(answer.statusCode, what).toBeLessThan(500)
      expect(Object.values(policies), what).toContain(answer.headers['content-security-policy'])
      expect(answer.headers, what).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin'
      })
      expect(answer.headers['strict-transport-security'], what).toBe(hsts)
      expect(answer.headers, what).not.toHaveProperty('set-cookie')
      expect(answer.headers, what).toMatchObject(
        secret.test(request.url) ? { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' } : {}
      )
      // What the request says of itself decides about no link.
      expect(answer.body, what).not.toContain('evil.test')
      expect(answer.headers.location ?? '', what).not.toContain('evil.test')
    }
  })
})

test('no policy lets a script run that is no file of ours, or another site frame a page', () => {
  for (const [name, policy] of Object.entries(policies)) {
    const directives = new Map(
      policy.split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1)] as const)
    )
    expect(directives.get('default-src'), name).toEqual(["'none'"])
    expect(directives.get('base-uri'), name).toEqual(["'none'"])
    expect(directives.get('object-src'), name).toEqual(["'none'"])
    expect(directives.get('script-src') ?? ["'self'"], name).toEqual(["'self'"])
    expect(directives.get('frame-ancestors'), name).toEqual([name === 'framedMail' ? "'self'" : "'none'"])
    // Mails carry their style inline, and so do swagger-ui's pictures; no page of ours does.
    expect(policy, name).not.toMatch(name.startsWith('page') ? 'unsafe' : 'unsafe-eval')
    expect(policy, name).not.toMatch(/https?:|\*/)
  }
})
