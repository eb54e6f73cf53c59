import { beforeEach, expect, test } from 'vitest'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { tuesday, useApp } from '../support/app.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'
import { hours } from '../support/clock.ts'

const site = useApp()
const browser = { accept: 'text/html,application/xhtml+xml' }
const ada = 'ada@example.org'
let token: string

beforeEach(async () => {
  await site.database.pool.query('truncate subscribers cascade')
  const id = await aSubscriber(site.deps.db, { address: ada })
  token = signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', id)
  site.deps.clock.set(tuesday)
})

const post = (path: string, headers: Record<string, string> = {}, payload?: string) =>
  site.app.inject({ method: 'POST', url: path, headers, ...(payload === undefined ? {} : { payload }) })

const boundary = '----x'
const bodies: [string, Record<string, string>, string | undefined][] = [
  ['urlencoded', { 'content-type': 'application/x-www-form-urlencoded' }, 'List-Unsubscribe=One-Click'],
  [
    'multipart',
    { 'content-type': `multipart/form-data; boundary=${boundary}` },
    `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`
  ],
  ['empty', {}, undefined],
  ['text', { 'content-type': 'text/plain' }, 'List-Unsubscribe=One-Click'],
  ['odd', { 'content-type': ';;/charset=?', cookie: 'session=abc', 'user-agent': '' }, '\u0000{"x":'],
  ['broken JSON', { 'content-type': 'application/json' }, '{"List-Unsubscribe":']
]

test.each(bodies)(
  'one click with a %s body unsubscribes: 200, no redirect, no cookie, kept by no cache',
  async (_, headers, body) => {
    for (const time of ['first', 'second', 'third']) {
      const answer = await post(`/unsubscribe/${token}`, headers, body)
      expect([time, answer.statusCode]).toEqual([time, 200])
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' })
      expect(answer.headers).not.toHaveProperty('set-cookie')
      expect(answer.headers).not.toHaveProperty('location')
      expect(await stateOf(site.deps.db, ada)).toBe('unsubscribed')
    }
  }
)

test.each(bodies)('a forged or cut token with a %s body changes nothing', async (_, headers, body) => {
  const forged = [
    token.slice(0, -1),
    `${token}A`,
    token.slice(0, 20),
    flip(token, 12),
    flip(token, 30),
    'x',
    'a'.repeat(500)
  ]
  for (const one of forged) expect((await post(`/unsubscribe/${one}`, headers, body)).statusCode).toBe(404)
  expect(await stateOf(site.deps.db, ada)).toBe('active')
})

test('a body of 2 MB is refused, and still a body of 4 KB is taken', async () => {
  expect(
    (await post(`/unsubscribe/${token}`, { 'content-type': 'text/plain' }, 'x'.repeat(2_000_000))).statusCode
  ).toBe(413)
  expect(await stateOf(site.deps.db, ada)).toBe('active')
  expect((await post(`/unsubscribe/${token}`, { 'content-type': 'text/plain' }, 'x'.repeat(4000))).statusCode).toBe(200)
})

test('unsubscribing works in every state and never makes a reader of somebody', async () => {
  for (const state of ['pending', 'active', 'unsubscribed', 'suppressed'] as const) {
    const address = `${state}@example.org`
    const id = await aSubscriber(site.deps.db, { address, state })
    const link = signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', id)
    expect((await post(`/unsubscribe/${link}`)).statusCode).toBe(200)
    expect(await stateOf(site.deps.db, address)).toBe(state === 'suppressed' ? 'suppressed' : 'unsubscribed')
  }
})

test('the page names the masked address and has one button', async () => {
  const page = await site.app.inject({ url: `/unsubscribe/${token}`, headers: browser })
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('a••@example.org')
  expect(page.body).not.toContain(ada)
  expect(page.body.match(/<button/g)).toHaveLength(1)
  expect(page.body).toMatch(/<form method="post"><button type="submit">Unsubscribe<\/button>/)
})

test('the answer offers undo, which works for an hour', async () => {
  const left = await post(`/unsubscribe/${token}`, browser)
  const action = /action="([^"]+)"/.exec(left.body)?.[1] ?? ''
  expect(action).toBe(`/unsubscribe/${token}/undo`)
  expect((await post(action, browser)).body).toContain('You are subscribed again')
  expect(await stateOf(site.deps.db, ada)).toBe('active')

  await post(`/unsubscribe/${token}`, browser)
  site.deps.clock.advance(hours(1))
  const late = await post(action, browser)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('too late')
  expect(await stateOf(site.deps.db, ada)).toBe('unsubscribed')
  expect((await post(action, { accept: 'application/json' })).json()).toMatchObject({ code: 'UNDO_TOO_LATE' })
})

test('for programs it is JSON', async () => {
  const accept = { accept: 'application/json' }
  const see = async () => (await site.app.inject({ url: `/unsubscribe/${token}`, headers: accept })).json<unknown>()
  expect(await see()).toEqual({ state: 'subscribed', address: 'a••@example.org' })
  expect((await post(`/unsubscribe/${token}`, accept)).json()).toEqual({
    state: 'unsubscribed',
    address: 'a••@example.org'
  })
  expect(await see()).toEqual({ state: 'unsubscribed', address: 'a••@example.org' })
  expect((await post(`/unsubscribe/${token}/undo`, accept)).json()).toEqual({ state: 'restored' })
})

function flip(text: string, place: number): string {
  return `${text.slice(0, place)}${text[place] === 'A' ? 'B' : 'A'}${text.slice(place + 1)}`
}
