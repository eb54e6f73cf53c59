import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../services/api/app.ts'
import { type Limits, usualLimits } from '../../services/api/limits.ts'
import { useApp } from '../support/app.ts'

const site = useApp()
const apps: Awaited<ReturnType<typeof buildApp>>[] = []
/** The address of an app with short limits. */
let hasty: string
/** The address of an app with room for four requests. */
let small: string

beforeAll(async () => {
  hasty = await listen({ headersMs: 400, requestMs: 800, silenceMs: 3000, checkMs: 50 })
  small = await listen({ underWay: 4 })
})
afterAll(async () => {
  for (const app of apps) await app.close()
})

async function listen(limits: Partial<Limits>): Promise<string> {
  const app = await buildApp(site.deps, { ...usualLimits, ...limits })
  apps.push(app)
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** A client that says `first` and then a byte of `rest` every 40 ms, for as long as it is let. */
function dribble(first: string, rest: string): Promise<{ answer: string; milliseconds: number }> {
  const began = performance.now()
  const socket = connect(Number(new URL(hasty).port), '127.0.0.1')
  let answer = ''
  let sent = 0
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString()
  })
  socket.on('error', () => undefined)
  socket.write(first)
  const drip = setInterval(() => socket.write(rest[sent++ % rest.length] ?? ''), 40)
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearInterval(drip)
      resolve({ answer, milliseconds: performance.now() - began })
    })
  })
}

const length = 'Content-Length: 3000\r\nContent-Type: application/json\r\n'

test.each([
  ['headers that never end', 'GET / HTTP/1.1\r\nHost: x\r\n', 'X: y\r\n'],
  ['a body that never ends', `POST /subscriptions HTTP/1.1\r\nHost: x\r\n${length}\r\n`, '{"email":"'],
  ['a body that never ends, of an unsubscription', `POST /unsubscribe/x HTTP/1.1\r\nHost: x\r\n${length}\r\n`, 'List-']
])('twenty clients with %s are told 408 and cut, and take no place of another', async (_, first, rest) => {
  const slow = Array.from({ length: 20 }, () => dribble(first, rest))
  expect((await fetch(`${hasty}/status/today`)).status).toBe(200)
  for (const { answer, milliseconds } of await Promise.all(slow)) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    // The limit, the time between two looks, and what a busy machine takes; without a limit it is never.
    expect(milliseconds).toBeLessThan(6000)
  }
})

test('a connection that says nothing is cut', async () => {
  const socket = connect(Number(new URL(hasty).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  await expect.poll(() => socket.destroyed, { timeout: 20_000 }).toBe(true)
})

test('more than can be done is answered 503 with a time to come back, and unsubscribing goes on', async () => {
  const blocker = await site.database.pool.connect()
  await blocker.query('begin; lock table paper_listings in access exclusive mode')
  const waiting = Array.from({ length: 4 }, () => fetch(`${small}/papers/2026-11-20`))
  try {
    // Their requests are on their way when another is refused.
    await expect.poll(async () => (await fetch(`${small}/robots.txt`)).status).toBe(503)
    const answer = await fetch(`${small}/status/today`, { headers: { accept: 'application/json' } })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('30')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    for (const path of ['/healthz', '/metrics']) expect((await fetch(`${small}${path}`)).status).toBe(200)
    expect((await fetch(`${small}/unsubscribe/x`, { method: 'POST' })).status).toBe(404)
  } finally {
    await blocker.query('rollback')
    blocker.release()
  }
  for (const answer of waiting) expect((await answer).status).toBe(200)
  // Each that was answered makes room, and so does each that was refused or gave up.
  await expect.poll(async () => (await fetch(`${small}/robots.txt`)).status).toBe(200)
})
