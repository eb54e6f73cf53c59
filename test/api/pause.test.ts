import { beforeEach, expect, test } from 'vitest'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { useApp } from '../support/app.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'

const site = useApp()
const ada = 'ada@example.org'
let id: number

beforeEach(async () => {
  await site.database.pool.query('truncate subscribers cascade')
  id = await aSubscriber(site.deps.db, { address: ada })
})

const tokenFor = (purpose: 'preferences' | 'unsubscribe') =>
  signSubscriberToken(site.deps.config.secretKeys, purpose, id)

const press = (action: string, accept = 'application/json') =>
  site.app.inject({
    method: 'POST',
    url: `/preferences/${tokenFor('preferences')}`,
    headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `action=${action}`
  })

test('the preferences page pauses and resumes, any number of times', async () => {
  const page = (await site.app.inject({ url: `/preferences/${tokenFor('preferences')}` })).body
  expect(page).toContain('<input type="hidden" name="action" value="pause"/>')
  for (const [action, state, next] of [
    ['pause', 'paused', 'resume'],
    ['resume', 'active', 'pause']
  ] as const) {
    for (let time = 0; time < 2; time++) {
      const answer = await press(action, 'text/html')
      expect(answer.statusCode).toBe(200)
      expect(answer.body).toContain(`name="action" value="${next}"`)
      expect(await stateOf(site.deps.db, ada)).toBe(state)
    }
    expect((await press(action)).json()).toMatchObject({ state, address: 'a••@example.org' })
  }
})

test('who left, complained or never confirmed is made a reader by neither button', async () => {
  for (const state of ['pending', 'unsubscribed', 'suppressed'] as const) {
    id = await aSubscriber(site.deps.db, { address: `${state}@example.org`, state, suppression: 'complaint' })
    for (const action of ['pause', 'resume', 'pause'])
      expect((await press(action)).json(), `${action} of ${state}`).toMatchObject({ state })
    expect(await stateOf(site.deps.db, `${state}@example.org`)).toBe(state)
  }
})

test('who paused unsubscribes with one click, and is offered no undo that would mail again', async () => {
  await press('pause')
  const left = await site.app.inject({
    method: 'POST',
    url: `/unsubscribe/${tokenFor('unsubscribe')}`,
    headers: { accept: 'text/html' }
  })
  expect(left.statusCode).toBe(200)
  expect(left.body).not.toContain('/undo')
  expect(await stateOf(site.deps.db, ada)).toBe('unsubscribed')
  const undone = await site.app.inject({ method: 'POST', url: `/unsubscribe/${tokenFor('unsubscribe')}/undo` })
  expect(undone.statusCode).toBe(409)
  expect((await press('resume')).json()).toMatchObject({ state: 'unsubscribed' })
})

test('signing up an address that paused changes nothing and tells its owner', async () => {
  await press('pause')
  await site.app.inject({ method: 'POST', url: '/subscriptions', payload: { email: ada } })
  await settleSignUps(site.deps)
  const { rows } = await site.database.pool.query('select state, told_owed from subscribers')
  expect(rows).toEqual([{ state: 'paused', told_owed: true }])
})
