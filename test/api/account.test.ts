import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { eraseReader } from '../../services/delivery/erase-reader.ts'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { accountTokenOf, confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { requestConfirmation } from '../../services/subscribers/request-confirmation.ts'
import { tuesday, useApp } from '../support/app.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'
import { minutes } from '../support/clock.ts'
import { signUpAndReadMail } from '../support/sign-up.ts'

const site = useApp()
const browser = { accept: 'text/html' }
const program = { accept: 'application/json' }
let id: number

beforeEach(async () => {
  await site.database.pool.query('truncate subscribers, deliveries, budget_marks, sign_ups cascade')
  site.deps.clock.set(tuesday)
  const { db, clock, config } = site.deps
  const { token } = await signUpAndReadMail({ db, clock, secretKeys: config.secretKeys }, 'Ada@example.org')
  await site.app.inject({ method: 'POST', url: `/confirm/${token}` })
  id = (await db.selectFrom('subscribers').select('id').executeTakeFirstOrThrow()).id
})

const preferences = () => `/preferences/${signSubscriberToken(site.deps.config.secretKeys, 'preferences', id)}`

const post = (url: string, payload: object, headers: Record<string, string> = program) =>
  site.app.inject({ method: 'POST', url, headers, payload })

const postForm = (url: string, fields: Record<string, string>) =>
  site.app.inject({
    method: 'POST',
    url,
    headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString()
  })

/** Asks for the link as its owner would, and reads it out of the mail. */
async function accountUrl(): Promise<string> {
  expect((await post(preferences(), { action: 'mail-account-link' })).statusCode).toBe(202)
  const { db, config } = site.deps
  const link = await db
    .selectFrom('account_links')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return `/account/${await accountTokenOf({ db, secretKeys: config.secretKeys }, link.id)}`
}

async function newestToken(): Promise<string> {
  const { db, config } = site.deps
  const { id: request } = await db
    .selectFrom('confirmation_requests')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return (await confirmationSecretsOf({ db, secretKeys: config.secretKeys }, request))?.token ?? ''
}

test('the preferences page shows a masked address and settings, and nothing to whom a mail was forwarded', async () => {
  const page = await site.app.inject({ url: preferences(), headers: browser })
  expect(page.statusCode).toBe(200)
  expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  expect(page.body).toContain('A••@example.org')
  expect(page.body).not.toContain('Ada@')
  expect(page.body).not.toContain('/account/')
  expect((await site.app.inject({ url: preferences(), headers: program })).json()).toEqual({
    state: 'active',
    since: site.deps.clock.now().toISOString(),
    address: 'A••@example.org'
  })
})

test('its button unsubscribes', async () => {
  const { body } = await site.app.inject({ url: preferences(), headers: browser })
  const action = /action="(\/unsubscribe\/[^"]+)"/.exec(body)?.[1] ?? ''
  await site.app.inject({ method: 'POST', url: action })
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('unsubscribed')
})

test('a fresh link is mailed at most once in five minutes and five times a day, and the answer is the same', async () => {
  const answers = new Set<string>()
  for (let time = 0; time < 20; time++) {
    const { statusCode, body } = await postForm(preferences(), { action: 'mail-account-link' })
    answers.add(`${statusCode} ${body}`)
    if (time % 2 === 1) site.deps.clock.advance(minutes(5))
  }
  expect(answers.size).toBe(1)
  const { rows } = await site.database.pool.query('select count(*)::int as links from account_links')
  expect(rows).toEqual([{ links: 5 }])
})

test('the link to an account works for fifteen minutes', async () => {
  const url = await accountUrl()
  site.deps.clock.advance(minutes(15) - 1)
  expect((await site.app.inject({ url, headers: program })).json()).toMatchObject({ address: 'A••@example.org' })
  site.deps.clock.advance(1)
  for (const method of ['GET', 'POST'] as const) {
    const answer = await site.app.inject({ method, url, headers: program })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'TOKEN_UNKNOWN'])
  }
})

test('the export is everything that is kept, as a file, and uses the link up', async () => {
  const url = await accountUrl()
  for (let time = 0; time < 10; time++) await site.app.inject({ url })
  const answer = await postForm(url, { action: 'export' })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': 'attachment; filename="subscription.json"',
    'cache-control': 'no-store'
  })
  expect(answer.json()).toMatchObject({
    address: 'Ada@example.org',
    state: 'active',
    consents: [
      {
        source: 'form',
        network: '192.0.2.0/24',
        statement: expect.stringContaining('one email a day'),
        statementHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        confirmedAt: site.deps.clock.now().toISOString()
      }
    ],
    requests: [{ confirmedAt: site.deps.clock.now().toISOString() }],
    editions: [],
    otherMails: []
  })
  expect((await postForm(url, { action: 'export' })).statusCode).toBe(404)
  expect((await site.app.inject({ url })).statusCode).toBe(404)
})

test('erasing needs a yes, leaves nothing of the address, and uses the link up', async () => {
  const url = await accountUrl()
  expect((await post(url, { action: 'erase' })).statusCode).toBe(400)
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('active')
  expect((await postForm(url, { action: 'erase', sure: 'yes' })).statusCode).toBe(200)
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBeUndefined()
  const { rows } = await site.database.pool.query('select state, address, address_key from subscribers')
  expect(rows).toEqual([{ state: 'erased', address: null, address_key: null }])
  expect((await site.app.inject({ url })).statusCode).toBe(404)
  // Old mails lead nowhere, and say so without an error.
  expect((await site.app.inject({ url: preferences() })).statusCode).toBe(404)
})

test('erasing takes along the address that was to take over, but none that somebody signed up themselves', async () => {
  await postForm(await accountUrl(), { action: 'move', email: 'countess@example.net' })
  site.deps.clock.advance(minutes(10))
  const { db, clock, config } = site.deps
  await postForm(await accountUrl(), { action: 'move', email: 'other@example.net' })
  clock.advance(minutes(10))
  await signUpAndReadMail({ db, clock, secretKeys: config.secretKeys }, 'other@example.net')
  await post(await accountUrl(), { action: 'erase', sure: 'yes' })
  const { rows } = await site.database.pool.query('select state, address from subscribers order by state')
  expect(rows).toEqual([
    { state: 'erased', address: null },
    { state: 'pending', address: 'other@example.net' }
  ])
})

test('a sign-up that is being settled while its address is erased leaves nothing behind', async () => {
  const { db, clock, config } = site.deps
  await site.database.pool.query("update subscribers set state = 'unsubscribed'")
  let erased: Promise<boolean> | undefined
  await db.transaction().execute(async (trx) => {
    const signUp = { address: 'Ada@example.org', key: 'ada@example.org', network: '192.0.2.0/24' }
    const deps = { db: trx, clock, secretKeys: config.secretKeys, words: site.deps.words }
    expect(await requestConfirmation(deps, { ...signUp, signedUpAt: clock.now(), movesId: null })).toBe(true)
    erased = eraseReader({ db, clock }, id)
    // It waits for the sign-up: otherwise it would be over by now.
    expect(await Promise.race([erased, pause(300, 'waiting')])).toBe('waiting')
  })
  expect(await erased).toBe(true)
  for (const table of ['consents', 'confirmation_requests', 'account_links', 'notices'])
    expect((await site.database.pool.query(`select from ${table}`)).rowCount, table).toBe(0)
})

test('who was erased comes back by confirming anew, and then nothing is left of the erasure', async () => {
  await post(await accountUrl(), { action: 'erase', sure: 'yes' })
  site.deps.clock.advance(minutes(10))
  const { db, clock, config } = site.deps
  const { token } = await signUpAndReadMail({ db, clock, secretKeys: config.secretKeys }, 'ada@example.org')
  await site.app.inject({ method: 'POST', url: `/confirm/${token}` })
  const { rows } = await site.database.pool.query('select state, erased_hash from subscribers')
  expect(rows).toEqual([{ state: 'active', erased_hash: null }])
})

test('another address takes over when it confirms, under the same number, and the old one is free', async () => {
  const url = await accountUrl()
  const asked = await postForm(url, { action: 'move', email: 'countess@example.net' })
  expect(asked.statusCode).toBe(202)
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('active')
  expect(await stateOf(site.deps.db, 'countess@example.net')).toBe('pending')

  const token = await newestToken()
  expect((await site.app.inject({ url: `/confirm/${token}`, headers: browser })).body).toContain('c••@example.net')
  const confirmed = await site.app.inject({ method: 'POST', url: `/confirm/${token}`, headers: program })
  expect(confirmed.json()).toEqual({ state: 'moved' })
  const { rows } = await site.database.pool.query(
    'select id, address, address_key, state, welcome_owed from subscribers'
  )
  expect(rows).toEqual([
    expect.objectContaining({
      id,
      address: 'countess@example.net',
      address_key: 'countess@example.net',
      state: 'active'
    })
  ])
  const again = await site.app.inject({ method: 'POST', url: `/confirm/${token}`, headers: program })
  expect(again.json()).toEqual({ state: 'already_confirmed' })
  // Both consents belong to the subscriber.
  expect((await site.database.pool.query('select 1 from consents where subscriber_id = $1', [id])).rowCount).toBe(2)
})

test.each(['active', 'unsubscribed', 'suppressed'] as const)(
  'an address that is known already (%s) is asked nothing, and the answer is the same',
  async (state) => {
    await aSubscriber(site.deps.db, { address: 'known@example.org', state, suppression: 'not_me' })
    const before = (await site.database.pool.query('select 1 from confirmation_requests')).rowCount
    const answers = []
    for (const email of ['known@example.org', 'newcomer@example.org']) {
      site.deps.clock.advance(minutes(5))
      const { statusCode, body } = await postForm(await accountUrl(), { action: 'move', email })
      answers.push(`${statusCode} ${body}`)
    }
    expect(answers[0]).toBe(answers[1])
    expect((await site.database.pool.query('select 1 from confirmation_requests')).rowCount).toBe((before ?? 0) + 1)
  }
)

test('a mistyped address leaves the link usable, and says what is wrong on the page', async () => {
  const url = await accountUrl()
  const mistaken = await postForm(url, { action: 'move', email: 'countess@' })
  expect(mistaken.statusCode).toBe(400)
  expect(mistaken.body).toContain('This does not look like an email address.')
  expect((await postForm(url, { action: 'move', email: 'countess@example.net' })).statusCode).toBe(202)
})

test('a move that is confirmed after the subscription ended moves nothing', async () => {
  await postForm(await accountUrl(), { action: 'move', email: 'countess@example.net' })
  const token = await newestToken()
  await site.app.inject({
    method: 'POST',
    url: `/unsubscribe/${signSubscriberToken(site.deps.config.secretKeys, 'unsubscribe', id)}`
  })
  const answer = await site.app.inject({ method: 'POST', url: `/confirm/${token}`, headers: program })
  expect(answer.statusCode).toBe(404)
  expect(await stateOf(site.deps.db, 'ada@example.org')).toBe('unsubscribed')
  expect(await stateOf(site.deps.db, 'countess@example.net')).toBe('pending')
})

test('twenty clicks at once on one account link do one thing', async () => {
  const url = await accountUrl()
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, { action: 'export' })))
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  expect(answers.filter(({ statusCode }) => statusCode === 404)).toHaveLength(19)
})
