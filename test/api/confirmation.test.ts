import { expect, test } from 'vitest'
import { signUp, tuesday, useApp } from '../support/app.ts'
import { stateOf } from '../support/cast.ts'
import { days } from '../support/clock.ts'

const site = useApp()
const browser = { accept: 'text/html' }

test('the link shows a button, and only the button confirms', async () => {
  const token = await signUp(site, 'ada@example.org')
  const page = await site.app.inject({ url: `/confirm/${token}`, headers: browser })
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('a••@example.org')
  expect(page.body).not.toContain('ada@example.org')
  expect(page.body).toMatch(/<form method="post"><button type="submit">/)
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('pending')

  const confirmed = await site.app.inject({ method: 'POST', url: `/confirm/${token}`, headers: browser })
  expect(confirmed.statusCode).toBe(200)
  expect(confirmed.body).toContain('You are subscribed')
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('active')
})

test('a used link says so until it would have expired, then it is an unknown one', async () => {
  const token = await signUp(site, 'bea@example.org')
  const ask = (method: 'GET' | 'POST') => site.app.inject({ method, url: `/confirm/${token}`, headers: browser })
  await ask('POST')
  for (const answer of [await ask('GET'), await ask('POST')]) {
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Already confirmed')
  }
  site.deps.clock.advance(days(2))
  expect((await ask('GET')).statusCode).toBe(404)
  expect((await ask('POST')).statusCode).toBe(404)
  site.deps.clock.set(tuesday)
})

test('for programs it is JSON', async () => {
  const token = await signUp(site, 'json@example.org')
  const ask = async (method: 'GET' | 'POST') => {
    const answer = await site.app.inject({ method, url: `/confirm/${token}`, headers: { accept: 'application/json' } })
    return answer.json<unknown>()
  }
  expect(await ask('GET')).toEqual({ state: 'open', address: 'j••@example.org' })
  expect(await ask('POST')).toEqual({ state: 'confirmed' })
  expect(await ask('POST')).toEqual({ state: 'already_confirmed' })
})

test('a hundred clicks at once make one confirmation', async () => {
  const token = await signUp(site, 'busy@example.org')
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      site.app.inject({ method: 'POST', url: `/confirm/${token}`, headers: { accept: 'application/json' } })
    )
  )
  const states = answers.map((answer) => answer.json<{ state: string }>().state)
  expect(states.filter((state) => state === 'confirmed')).toHaveLength(1)
  expect(states.filter((state) => state === 'already_confirmed')).toHaveLength(99)
})
