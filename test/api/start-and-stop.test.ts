import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { startApi } from '../../services/api/main.ts'
import { openDatabase } from '../../services/platform/database.ts'
import { openDeps } from '../support/app.ts'
import { useDatabase } from '../support/database.ts'
import { openProxy } from '../support/proxy.ts'

const database = useDatabase()
const closers: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
})

async function start(environment: Record<string, string> = {}) {
  const deps = await openDeps(database, [], { PORT: '0', ...environment })
  closers.push(() => deps.queues.close())
  return { deps, start: () => startApi(deps) }
}

test('a busy port is named', async () => {
  const first = await (await start()).start()
  closers.push(() => first.close())
  const { port } = new URL(first.address)
  const second = await start({ PORT: port })
  await expect(second.start()).rejects.toThrow(`127.0.0.1:${port} is already in use`)
})

test('an address of another machine is named', async () => {
  const elsewhere = await start({ HOST: '192.0.2.1' })
  await expect(elsewhere.start()).rejects.toThrow(/192\.0\.2\.1:0 is no address of this machine/)
})

test('closing answers what is under way on kept-alive connections, and does not wait for them to time out', async () => {
  const api = await (await start()).start()
  const agent = new Agent({ keepAlive: true })
  await ask(`${api.address}/healthz`, agent)

  const blocker = await database.pool.connect()
  await blocker.query('begin; lock table paper_listings in access exclusive mode')
  const underWay = ask(`${api.address}/`, agent)
  const waiting = `select from pg_locks where not granted and relation = 'paper_listings'::regclass`
  await expect.poll(async () => (await blocker.query(waiting)).rowCount).toBe(1)

  const began = performance.now()
  const closed = api.close()
  await blocker.query('rollback')
  blocker.release()
  expect((await underWay).statusCode).toBe(200)
  await closed
  expect(performance.now() - began).toBeLessThan(5000)
  agent.destroy()
  await expect(ask(`${api.address}/healthz`)).rejects.toThrow('ECONNREFUSED')
})

test('while it drains, an open connection still gets its answers, and readyz says no', async () => {
  const api = await (await start()).start()
  const { hostname, port } = new URL(api.address)
  const socket = connect(Number(port), hostname)
  const received: string[] = []
  socket.on('data', (chunk) => received.push(chunk.toString()))
  // One request, and half of another: with it the connection is not idle when close() begins.
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /readyz HTTP/1.1\r\nHost: localhost\r\n')
  await expect.poll(() => received.join('')).toContain('alive')
  received.length = 0
  const closed = api.close()
  await expect
    .poll(() => ask(`${api.address}/healthz`).catch((error: Error) => error.message))
    .toContain('ECONNREFUSED')
  socket.write('\r\n')
  await closed
  await expect.poll(() => received.join('')).toContain('draining')
  expect(received.join('')).toMatch(/^HTTP\/1\.1 503 /)
  expect(received.join('')).toMatch(/connection: close/i)
})

test('with the database away it is alive, not ready, and pages say so with a time to come back', async () => {
  const proxy = await openProxy(database.url)
  const behind = openDatabase(proxy.url)
  closers.push(() => behind.close())
  const deps = await openDeps(database, [], { PORT: '0' })
  closers.push(() => deps.queues.close())
  const api = await startApi({ ...deps, db: behind.db })
  closers.push(() => api.close())
  expect((await fetch(`${api.address}/readyz`)).status).toBe(200)

  await proxy.close()
  expect((await fetch(`${api.address}/healthz`)).status).toBe(200)
  expect((await fetch(`${api.address}/readyz`)).status).toBe(503)
  const page = await fetch(`${api.address}/`, { headers: { accept: 'text/html' } })
  expect(page.status).toBe(503)
  expect(page.headers.get('retry-after')).toBe('30')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('The database does not answer')
  const signUp = await fetch(`${api.address}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"email":"ada@example.org"}'
  })
  expect(signUp.status).toBe(503)
  expect(await signUp.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  expect((await fetch(`${api.address}/metrics`)).status).toBe(200)
})

function ask(url: string, agent?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, agent === undefined ? {} : { agent }, (response) => {
      response.resume().on('end', () => resolve(response))
    }).on('error', reject)
  })
}
