import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Outbound, type OutboundOptions, openOutbound } from '../../../services/platform/outbound/outbound.ts'
import { clockAt } from '../../support/clock.ts'
import { body, cut, drip, hangUp, html, huge, redirect, silence, status, tooMany } from '../../support/replay/faults.ts'
import { impatient } from '../../support/replay/patience.ts'
import { answerWith, type Replay, startReplay } from '../../support/replay/server.ts'

const types = ['application/json']
const clock = clockAt('2026-11-20T12:00:00Z')
let server: Replay
let waits: number[]

function open(options: Partial<OutboundOptions> = {}, base = server.url): Outbound {
  const patience = impatient()
  waits = patience.waits
  return openOutbound(base, { clock, userAgent: 'Test/1', waits: [10, 20], sleep: patience.sleep, ...options })
}

beforeEach(async () => {
  server = await startReplay((_request, response) => answerWith(response, 'application/json; charset=utf-8', '"ä"'))
})
afterEach(() => server.close())

test('an answer comes with its status, headers and text', async () => {
  const answer = await open({}, `${server.url}/mirror/`).get('/x?y=1', { types, headers: { 'if-none-match': '"1"' } })
  expect(answer).toMatchObject({ kind: 'answered', status: 200, body: '"ä"' })
  expect(server.asked).toMatchObject([
    { path: '/mirror/x?y=1', headers: { 'user-agent': 'Test/1', accept: types[0], 'if-none-match': '"1"' } }
  ])
})

test('a packed body is unpacked', async () => {
  server.disturb(huge(1000, 'application/json', { packed: true }))
  expect(await open().get('/', { types })).toMatchObject({ kind: 'answered', body: ' '.repeat(1000) })
})

test('a status that says something is an answer, and is not asked for again', async () => {
  server.disturb(status(400), status(404), status(304))
  for (const code of [400, 404, 304])
    expect(await open().get('/', { types })).toMatchObject({ kind: 'answered', status: code })
  expect(server.asked).toHaveLength(3)
})

describe('another try', () => {
  test.each([
    ['a full window', tooMany({ ratelimit: '"api";r=0;t=55', 'retry-after': '3' }), 56_000],
    ['the fullest of several windows', tooMany({ ratelimit: '"pages";r=4;t=200, "api";r=0;t=7' }), 8000],
    ['a window that has room, and no word on waiting', tooMany({ ratelimit: '"api";r=3;t=55' }), 10],
    ['seconds', tooMany({ 'retry-after': '3' }), 3000],
    ['a date', tooMany({ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }), 30_000],
    ['a date gone by', tooMany({ 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' }), 0],
    ['nonsense', tooMany({ 'retry-after': '5m' }), 10],
    ['nothing', tooMany(), 10],
    ['an error of the server with seconds', status(503, { 'retry-after': '4' }), 4000],
    ['an error of the server', status(500), 10],
    ['a connection that is cut', hangUp, 1000],
    ['a body that is cut', cut('{"a": 1}'), 1000]
  ])('is made after what the answer says: %s', async (_what, fault, wait) => {
    server.disturb(fault)
    expect(await open().get('/', { types })).toMatchObject({ kind: 'answered', status: 200 })
    expect(waits).toEqual([wait])
  })

  test('is made as often as there are waits, then the reason is told', async () => {
    server.disturb(status(500), tooMany({ 'retry-after': '2' }), status(502), undefined)
    expect(await open().get('/', { types })).toEqual({ kind: 'failed', reason: 'HTTP 502' })
    expect(waits).toEqual([10, 2000])
  })

  test('is not made where it would be hours away', async () => {
    server.disturb(tooMany({ 'retry-after': '3600' }))
    expect(await open().get('/', { types })).toEqual({ kind: 'failed', reason: 'HTTP 429, with a wait of 3600 s' })
    expect(server.asked).toHaveLength(1)
  })
})

describe('given up for good', () => {
  test('HTML in place of what was asked for', async () => {
    server.disturb(html)
    expect(await open().get('/', { types })).toEqual({ kind: 'failed', reason: 'content type text/html' })
    expect(waits).toEqual([])
  })

  test.each([false, true])('a body that is too large (packed: %s)', async (packed) => {
    server.disturb(huge(10_000_000, 'application/json', { packed }))
    expect(await open().get('/', { types })).toEqual({
      kind: 'failed',
      reason: 'the body is larger than 5000000 bytes',
      tooLarge: true
    })
    expect(server.asked).toHaveLength(1)
  })

  test('a body of just the size that is allowed is read', async () => {
    server.disturb(huge(5_000_000, 'application/json'))
    expect(await open().get('/', { types })).toMatchObject({ kind: 'answered' })
  })

  test('a packing that was not asked for', async () => {
    const packed = body('x', 'application/json', { 'content-encoding': 'br' })
    server.disturb(packed, packed, packed)
    const answer = await open().get('/', { types })
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('packed as br') })
  })

  test.each([
    ['a slow drip', drip()],
    ['silence', silence]
  ])('%s, when its time is over', async (_what, fault) => {
    server.disturb(fault, fault, fault)
    const answer = await open({ limits: { whole: 100 } }).get('/', { types })
    expect(answer).toEqual({ kind: 'failed', reason: 'no whole answer within 100 ms' })
    expect(waits).toEqual([1000, 5000])
  })

  test('a connection that does not come about, when its time is over', async () => {
    const never = () => new Promise<never>(() => undefined)
    const outbound = open({ limits: { connect: 50 }, resolve: never }, 'https://papers.example.org')
    expect(await outbound.get('/', { types })).toEqual({ kind: 'failed', reason: 'no connection within 50 ms' })
  })
})

describe('a redirect', () => {
  test('within the same origin is followed', async () => {
    server.disturb(redirect('/there?p=1', 301))
    expect(await open().get('/here', { types })).toMatchObject({ kind: 'answered', status: 200 })
    expect(server.asked.map(({ path }) => path)).toEqual(['/here', '/there?p=1'])
  })

  test.each(['http://127.0.0.2:1/', 'https://evil.example.org/', '//evil.example.org/', 'file:///etc/passwd'])(
    'to %s is refused',
    async (target) => {
      server.disturb(redirect(target))
      const answer = await open({ headers: { authorization: 'Bearer x' } }).get('/', { types })
      expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^redirected to /) })
      expect(server.asked).toHaveLength(1)
    }
  )

  test('to another port of the same machine is refused, and nothing is asked there', async () => {
    const other = await startReplay((_request, response) => answerWith(response, 'application/json', '[]'))
    server.disturb(redirect(other.url))
    expect(await open().get('/', { types })).toEqual({ kind: 'failed', reason: `redirected to ${other.url}` })
    expect(other.asked).toEqual([])
    await other.close()
  })

  test('in a circle ends', async () => {
    server.disturb(...Array.from({ length: 9 }, () => redirect('/')))
    expect(await open().get('/', { types })).toEqual({ kind: 'failed', reason: 'redirected more than 3 times' })
    expect(server.asked).toHaveLength(4)
  })
})

describe('an address', () => {
  const inside = async () => [
    { address: '127.0.0.1', family: 4 },
    { address: '169.254.169.254', family: 4 },
    { address: 'fd00::1', family: 6 }
  ]

  test('of this machine or its network is not connected to, whatever name it has', async () => {
    const outbound = open({ resolve: inside }, server.url.replace('127.0.0.1', 'papers.example.org'))
    expect(await outbound.get('/', { types })).toEqual({
      kind: 'failed',
      reason: 'papers.example.org has no address that requests may go to'
    })
    expect(server.asked).toEqual([])
  })

  test('written out is not connected to either', async () => {
    const outbound = open({}, 'https://192.168.0.1')
    expect(await outbound.get('/', { types })).toMatchObject({ kind: 'failed', reason: expect.stringContaining('192') })
    expect(await open({}, 'https://[fd00::1]').get('/', { types })).toMatchObject({ kind: 'failed' })
  })

  test('of this machine is the only one for a base address that says localhost', async () => {
    const outbound = open({ resolve: inside }, server.url.replace('127.0.0.1', 'localhost'))
    expect(await outbound.get('/', { types })).toMatchObject({ kind: 'answered' })
    const away = async () => [{ address: '1.1.1.1', family: 4 }]
    const astray = open({ resolve: away }, server.url.replace('127.0.0.1', 'localhost'))
    expect(await astray.get('/', { types })).toMatchObject({ kind: 'failed' })
  })

  test('is looked up once a request: what was checked is what is connected to', async () => {
    let asked = 0
    const rebinding = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }]
    const outbound = open({ resolve: rebinding }, server.url.replace('127.0.0.1', 'localhost'))
    expect(await outbound.get('/', { types })).toMatchObject({ kind: 'answered' })
    expect(asked).toBe(1)
    expect(await outbound.get('/', { types })).toMatchObject({ kind: 'failed' })
  })
})
