import { afterEach, beforeEach, expect, test } from 'vitest'
import { callOnce } from '../../../services/platform/outbound/call-once.ts'
import { drip, hangUp, huge, redirect, silence, status } from '../../support/replay/faults.ts'
import { answerWith, type Replay, startReplay } from '../../support/replay/server.ts'

const asked = { userAgent: 'Test/1', json: undefined }
let server: Replay
beforeEach(async () => {
  server = await startReplay((_request, response) => answerWith(response, 'text/html', 'OK'))
})
afterEach(() => server.close())

test('any 2xx will do, whatever it is made of and however large', async () => {
  server.disturb(undefined, status(204), huge(10_000_000, 'application/octet-stream'))
  for (let call = 0; call < 3; call++) expect(await callOnce(server.url, asked)).toEqual({ kind: 'answered' })
  expect(server.asked[0]?.headers).toMatchObject({ 'user-agent': 'Test/1' })
})

test.each([301, 304, 400, 404, 429, 500, 503])('HTTP %i is no answer, and is asked once', async (code) => {
  server.disturb(status(code))
  expect(await callOnce(server.url, asked)).toEqual({ kind: 'failed', reason: `HTTP ${code}` })
  expect(server.asked).toHaveLength(1)
})

test('a redirect is not followed', async () => {
  server.disturb(redirect('/elsewhere', 302))
  expect(await callOnce(server.url, asked)).toEqual({ kind: 'failed', reason: 'HTTP 302' })
  expect(server.asked).toHaveLength(1)
})

test.each([
  ['silence', silence],
  ['a cut connection', hangUp]
])('%s ends, and its reason names no path', async (_what, fault) => {
  server.disturb(fault)
  const answer = await callOnce(`${server.url}/secret-path?secret-query`, { ...asked, limits: { whole: 100 } })
  expect(answer.kind).toBe('failed')
  expect(JSON.stringify(answer)).not.toContain('secret')
})

test('an answer whose body never ends has been an answer', async () => {
  server.disturb(drip())
  expect(await callOnce(server.url, { ...asked, limits: { whole: 2000 } })).toEqual({ kind: 'answered' })
})

test('a name that leads into the own network is not connected to, nor an address written out', async () => {
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  const inside = server.url.replace('127.0.0.1', 'hooks.example.org')
  for (const [address, options] of [
    [inside, { ...asked, resolve }],
    ['https://10.0.0.1/hook', asked],
    ['https://[fd00::1]/hook', asked]
  ] as const)
    expect(await callOnce(address, options)).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('that requests may go to')
    })
  expect(server.asked).toEqual([])
})
