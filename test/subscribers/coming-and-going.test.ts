import { expect, test } from 'vitest'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { confirm, findConfirmation } from '../../services/subscribers/confirm.ts'
import { takeMailsOwed } from '../../services/subscribers/mails-owed.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { subscribe } from '../../services/subscribers/subscribe.ts'
import { findSubscription, undoUnsubscribe, unsubscribe } from '../../services/subscribers/unsubscribe.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'
import { clockAt, days, hours, minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { signUpAndReadMail, signUpAndSettle } from '../support/sign-up.ts'

const database = useDatabase()
const secretKeys = ['a secret of at least thirty-two characters'] as const
const network = '192.0.2.0/24'
let nextName = 0
const anAddress = () => `reader${nextName++}@example.org`

function rig() {
  const clock = clockAt('2026-11-24T09:00:00Z')
  const deps = { db: database.db, clock, secretKeys }
  return {
    clock,
    deps,
    /** The request to confirm that a sign-up led to, if it did. */
    signUp: (email: string) => signUpAndSettle(deps, email),
    signUpAndReadToken: async (email: string) => (await signUpAndReadMail(deps, email)).token,
    async unsubscribeToken(email: string): Promise<string> {
      const { id } = await database.db
        .selectFrom('subscribers')
        .select('id')
        .where('address_key', '=', email)
        .executeTakeFirstOrThrow()
      return signSubscriberToken(secretKeys, 'unsubscribe', id)
    }
  }
}

test('a sign-up is pending until its owner confirms, then active, with the consent on record', async () => {
  const { deps, clock, signUpAndReadToken } = rig()
  const address = anAddress()
  const token = await signUpAndReadToken(address)
  expect(await stateOf(database.db, address)).toBe('pending')
  expect(await findConfirmation(deps, token)).toEqual({ kind: 'open', maskedAddress: 'r••@example.org', moves: false })

  clock.advance(minutes(3))
  expect(await confirm(deps, token)).toMatchObject({ kind: 'confirmed' })
  expect(await stateOf(database.db, address)).toBe('active')
  const consents = await database.db
    .selectFrom('consents')
    .innerJoin('subscribers as s', 's.id', 'subscriber_id')
    .where('s.address', '=', address)
    .selectAll('consents')
    .execute()
  expect(consents).toMatchObject([
    { source: 'form', network, confirmed_at: clock.now(), statement: expect.stringContaining('one email a day') }
  ])
})

test('the database holds no token', async () => {
  const { signUpAndReadToken } = rig()
  const token = await signUpAndReadToken(anAddress())
  const { rows } = await database.pool.query('select * from confirmation_requests')
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(Buffer.concat(rows.flatMap((row) => [row.nonce, row.token_hash])).toString('base64url')).not.toContain(token)
})

test('a hundred clicks at once make one confirmation and owe one welcome', async () => {
  const { deps, signUpAndReadToken } = rig()
  const token = await signUpAndReadToken(anAddress())
  await database.db.transaction().execute(takeMailsOwed)
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => confirm(deps, token)))
  expect(outcomes.filter(({ kind }) => kind === 'confirmed')).toHaveLength(1)
  expect(outcomes.filter(({ kind }) => kind === 'already_confirmed')).toHaveLength(99)
  expect((await database.db.transaction().execute(takeMailsOwed)).welcomes).toHaveLength(1)
})

test('a confirmation link ends after 48 hours, used or not', async () => {
  const { deps, clock, signUpAndReadToken } = rig()
  const used = await signUpAndReadToken(anAddress())
  const unused = await signUpAndReadToken(anAddress())
  await confirm(deps, used)
  clock.advance(hours(48) - 1)
  expect(await confirm(deps, used)).toEqual({ kind: 'already_confirmed' })
  expect(await findConfirmation(deps, unused)).toMatchObject({ kind: 'open' })
  clock.advance(1)
  for (const token of [used, unused]) expect(await confirm(deps, token)).toEqual({ kind: 'unknown' })
})

test('an active address is left as it is, whoever signs it up again', async () => {
  const { signUp } = rig()
  const address = anAddress()
  await aSubscriber(database.db, { address })
  expect(await signUp(address.toUpperCase())).toBeUndefined()
  expect(await stateOf(database.db, address)).toBe('active')
})

test.each([
  ['bounce', true],
  ['complaint', false],
  ['not_me', false],
  ['operator', false]
])('an address suppressed by %s may be sent a confirmation: %s', async (suppression, mayConfirm) => {
  const { signUp } = rig()
  const address = anAddress()
  await aSubscriber(database.db, { address, state: 'suppressed', suppression })
  expect((await signUp(address)) !== undefined).toBe(mayConfirm)
  expect(await stateOf(database.db, address)).toBe('suppressed')
})

test('a link confirmed after a complaint does nothing', async () => {
  const { deps, signUpAndReadToken } = rig()
  const address = anAddress()
  const token = await signUpAndReadToken(address)
  await database.db
    .updateTable('subscribers')
    .set({ state: 'suppressed', suppression: 'complaint' })
    .where('address', '=', address)
    .execute()
  expect(await findConfirmation(deps, token)).toEqual({ kind: 'unknown' })
  expect(await confirm(deps, token)).toEqual({ kind: 'unknown' })
  expect(await stateOf(database.db, address)).toBe('suppressed')
})

test('however often one address is signed up, it is asked at most once in ten minutes, thrice a day, five times in thirty days', async () => {
  const { clock, signUp } = rig()
  const address = anAddress()
  const start = clock.now().getTime()
  const asked = []
  for (const minute of [0, 5, 9, 10, 20, 30, 1000, 1439, 1440, 1450, 1460, 3000, 30 * 1440 - 1, 30 * 1440]) {
    clock.set(new Date(start + minutes(minute)))
    if ((await signUp(address)) !== undefined) asked.push(minute)
  }
  expect(asked).toEqual([0, 10, 20, 1440, 1450, 30 * 1440])
})

test('fifty sign-ups of one address at once, settled by five workers at once, ask once', async () => {
  const { deps } = rig()
  const address = anAddress()
  const form = { email: address, network, client: undefined, stamp: '', proof: undefined }
  await Promise.all(Array.from({ length: 50 }, () => subscribe(deps, form)))
  await Promise.all(Array.from({ length: 5 }, () => settleSignUps({ ...deps, config: deps })))
  const { rows } = await database.pool.query(
    'select count(*)::int as requests from confirmation_requests r join subscribers s on s.id = r.subscriber_id where address_key = $1',
    [address]
  )
  expect(rows).toEqual([{ requests: 1 }])
})

test('unsubscribing works in every state, any number of times, and never weakens a suppression', async () => {
  const { deps, unsubscribeToken } = rig()
  for (const state of ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'] as const) {
    const address = anAddress()
    await aSubscriber(database.db, { address, state })
    const token = await unsubscribeToken(address)
    for (let i = 0; i < 3; i++) expect(await unsubscribe(deps, token)).toMatchObject({ kind: 'unsubscribed' })
    expect(await stateOf(database.db, address)).toBe(state === 'suppressed' ? 'suppressed' : 'unsubscribed')
  }
})

test('an unsubscription can be undone for an hour, and only by who was active', async () => {
  const { deps, clock, unsubscribeToken } = rig()
  const active = anAddress()
  const pending = anAddress()
  await aSubscriber(database.db, { address: active })
  await aSubscriber(database.db, { address: pending, state: 'pending' })
  for (const address of [active, pending]) await unsubscribe(deps, await unsubscribeToken(address))

  expect(await undoUnsubscribe(deps, await unsubscribeToken(pending))).toEqual({ kind: 'too_late' })
  expect(await undoUnsubscribe(deps, await unsubscribeToken(active))).toEqual({ kind: 'restored' })
  expect(await stateOf(database.db, active)).toBe('active')

  await unsubscribe(deps, await unsubscribeToken(active))
  clock.advance(hours(1))
  expect(await undoUnsubscribe(deps, await unsubscribeToken(active))).toEqual({ kind: 'too_late' })
  expect(await stateOf(database.db, active)).toBe('unsubscribed')
})

test('who left comes back by confirming anew also where a clock was set back meanwhile', async () => {
  const { deps, clock, signUpAndReadToken, unsubscribeToken } = rig()
  const address = anAddress()
  await aSubscriber(database.db, { address })
  await unsubscribe(deps, await unsubscribeToken(address))
  clock.advance(-minutes(5))
  expect(await confirm(deps, await signUpAndReadToken(address))).toMatchObject({ kind: 'confirmed' })
  expect(await stateOf(database.db, address)).toBe('active')
})

test('who unsubscribed comes back only by confirming anew', async () => {
  const { deps, clock, signUpAndReadToken, unsubscribeToken } = rig()
  const address = anAddress()
  const first = await signUpAndReadToken(address)
  await confirm(deps, first)
  await unsubscribe(deps, await unsubscribeToken(address))
  // The used link does not bring anybody back.
  await confirm(deps, first)
  expect(await stateOf(database.db, address)).toBe('unsubscribed')

  clock.advance(days(1))
  const second = await signUpAndReadToken(address)
  expect(await stateOf(database.db, address)).toBe('unsubscribed')
  expect(await confirm(deps, second)).toMatchObject({ kind: 'confirmed' })
  expect(await stateOf(database.db, address)).toBe('active')
})

test('forged, foreign and mangled tokens are unknown', async () => {
  const { deps, signUpAndReadToken, unsubscribeToken } = rig()
  const address = anAddress()
  const confirmation = await signUpAndReadToken(address)
  const unsubscription = await unsubscribeToken(address)
  expect(await findSubscription(deps, confirmation)).toEqual({ kind: 'unknown' })
  expect(await confirm(deps, unsubscription)).toEqual({ kind: 'unknown' })
  const foreign = signSubscriberToken(['another secret of thirty-two characters!!'], 'unsubscribe', 1)
  for (const token of [foreign, '', 'x', `${unsubscription}A`, unsubscription.slice(1)])
    expect(await unsubscribe(deps, token)).toEqual({ kind: 'unknown' })
  expect(await stateOf(database.db, address)).toBe('pending')
})
