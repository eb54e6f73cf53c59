import { expect, test } from 'vitest'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { signUp, useApp } from '../support/app.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'
import { days } from '../support/clock.ts'
import { signUpAndSettle } from '../support/sign-up.ts'

const site = useApp()
const linkOf = (id: number) => `/not-me/${signSubscriberToken(site.deps.config.secretKeys, 'not-me', id)}`

async function idOf(address: string): Promise<number> {
  const row = await site.deps.db
    .selectFrom('subscribers')
    .select('id')
    .where('address_key', '=', address)
    .executeTakeFirstOrThrow()
  return row.id
}

test('the link shows a button; the button ends it for good, and what the sign-up left goes', async () => {
  const token = await signUp(site, 'victim@example.org')
  const url = linkOf(await idOf('victim@example.org'))
  const page = await site.app.inject({ url, headers: { accept: 'text/html' } })
  expect(page.body).toMatch(/<form method="post"><button type="submit">Never write to me/)
  expect(page.body).toContain('v••@example.org')
  expect(await stateOf(site.deps.db, 'victim@example.org')).toBe('pending')

  for (let time = 0; time < 3; time++) {
    const answer = await site.app.inject({ method: 'POST', url, headers: { accept: 'application/json' } })
    expect(answer.json()).toEqual({ state: 'suppressed', address: 'v••@example.org' })
  }
  const { rows } = await site.database.pool.query('select state, suppression from subscribers')
  expect(rows).toEqual([{ state: 'suppressed', suppression: 'not_me' }])
  expect((await site.database.pool.query('select 1 from consents')).rowCount).toBe(0)
  expect((await site.app.inject({ method: 'POST', url: `/confirm/${token}` })).statusCode).toBe(404)

  // Nobody can have it written to again, today or later.
  const { db, clock, config } = site.deps
  clock.advance(days(40))
  expect(await signUpAndSettle({ db, clock, secretKeys: config.secretKeys }, 'victim@example.org')).toBeUndefined()
})

test('it works in every state, and weakens no complaint', async () => {
  for (const state of ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'] as const) {
    const id = await aSubscriber(site.deps.db, { address: `${state}@example.org`, state, suppression: 'complaint' })
    await site.app.inject({ method: 'POST', url: linkOf(id) })
    const { suppression } = await site.deps.db
      .selectFrom('subscribers')
      .select('suppression')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(suppression).toBe(state === 'suppressed' ? 'complaint' : 'not_me')
  }
})
