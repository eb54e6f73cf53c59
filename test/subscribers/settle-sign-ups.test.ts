import { beforeEach, expect, test } from 'vitest'
import { planNotices } from '../../services/delivery/plan-notices.ts'
import { watchSignUps } from '../../services/delivery/watch-sign-ups.ts'
import { signFormStamp } from '../../services/platform/tokens.ts'
import { totalBucket } from '../../services/subscribers/budgets.ts'
import { confirm } from '../../services/subscribers/confirm.ts'
import { confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { confirmationFigures, signUpPressure } from '../../services/subscribers/pressure.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { subscribe } from '../../services/subscribers/subscribe.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, days, hours, minutes } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { solvedChallenge } from '../support/proof.ts'
import { signUpAndReadMail, signUpAndSettle } from '../support/sign-up.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T09:00:00Z')
const start = clock.now().getTime()
const config = testConfig()
const { secretKeys } = config
const rest = { network: '192.0.2.0/24', client: undefined, stamp: '', proof: undefined }

const deps = () => ({ db: database.db, clock, secretKeys })
const worker = () => ({ db: database.db, clock, config })
const at = (milliseconds: number) => clock.set(new Date(start + milliseconds))

beforeEach(async () => {
  clock.set(new Date(start))
  await database.pool.query(
    'truncate subscribers, sign_ups, budget_marks, sign_up_pressure, used_proofs, alarms cascade'
  )
})

async function notices(): Promise<string[]> {
  await planNotices(worker())
  const { rows } = await database.pool.query('select kind from notices order by id')
  return rows.map(({ kind }) => kind)
}

test('the owner of an active address is told at most once a day, and nothing changes', async () => {
  const id = await aSubscriber(database.db, { address: 'ada@example.org' })
  for (const hour of [0, 1, 12, 23, 24, 30]) {
    at(hours(hour))
    expect(await signUpAndSettle(deps(), 'ADA@example.org')).toBeUndefined()
    await planNotices(worker())
  }
  expect(await notices()).toEqual(['already_subscribed', 'already_subscribed'])
  const { rows } = await database.pool.query('select id, state from subscribers')
  expect(rows).toEqual([{ id, state: 'active' }])
})

test('who does not confirm is reminded once, a day later, by the same link', async () => {
  const { token } = await signUpAndReadMail(deps(), 'ada@example.org')
  expect(await notices()).toEqual(['confirmation'])
  at(days(1) - 1)
  await settleSignUps(worker())
  expect(await notices()).toEqual(['confirmation'])
  for (const hour of [24, 30, 40]) {
    at(hours(hour))
    await settleSignUps(worker())
  }
  expect(await notices()).toEqual(['confirmation', 'reminder'])
  const { rows } = await database.pool.query("select request_id, expires_at from notices where kind = 'reminder'")
  expect((await confirmationSecretsOf(deps(), rows[0].request_id))?.token).toBe(token)
  expect(rows[0].expires_at).toEqual(new Date(start + days(2)))
  expect(await confirm(deps(), token)).toMatchObject({ kind: 'confirmed' })
})

test.each(['confirmed', 'said it was not them', 'asked again'])('who %s is not reminded of it', async (what) => {
  const { token } = await signUpAndReadMail(deps(), 'ada@example.org')
  if (what === 'confirmed') await confirm(deps(), token)
  if (what === 'said it was not them')
    await database.pool.query("update subscribers set state = 'suppressed', suppression = 'not_me'")
  if (what === 'asked again') {
    at(hours(12))
    await signUpAndSettle(deps(), 'ada@example.org')
  }
  await planNotices(worker())
  const before = (await notices()).length
  at(days(1))
  await settleSignUps(worker())
  expect((await notices()).length).toBe(before)
})

test('a reminder is one of the three mails of its day', async () => {
  await signUpAndReadMail(deps(), 'ada@example.org')
  at(days(1))
  await settleSignUps(worker())
  for (const minute of [10, 20, 30, 40]) {
    at(days(1) + minutes(minute))
    await signUpAndSettle(deps(), 'ada@example.org')
  }
  expect((await notices()).toSorted()).toEqual(['confirmation', 'confirmation', 'confirmation', 'reminder'])
})

/** Sign-ups of different people, each on a domain of its own. */
async function crowd(size: number, form: Partial<Parameters<typeof subscribe>[1]> = {}): Promise<void> {
  for (let index = 0; index < size; index++)
    await subscribe(deps(), { ...rest, email: `reader@d${clock.now().getTime()}-${index}.test`, ...form })
  await settleSignUps(worker())
}

async function requests(): Promise<number> {
  return (await database.pool.query('select 1 from confirmation_requests')).rowCount ?? 0
}

test('after a thousand mails in an hour what shows no proof of work gets few, and the operator is told once', async () => {
  await database.pool.query(`insert into budget_marks select decode($1, 'hex'), $2, $3 from generate_series(1, 999)`, [
    totalBucket(secretKeys),
    clock.now(),
    new Date(start + hours(1))
  ])
  await crowd(1, { stamp: signFormStamp(secretKeys, new Date(start - 5000)) })
  expect(await requests()).toBe(1)
  expect(await signUpPressure(deps())).toEqual([])
  at(minutes(1))
  await crowd(50)
  // The hundred that an hour still allows were used up long before.
  expect(await requests()).toBe(1)
  expect(await signUpPressure(deps())).toMatchObject([{ why: 'volume', since: clock.now() }])

  const proof = await solvedChallenge(deps())
  await crowd(1, { proof })
  expect(await requests()).toBe(2)
  // The same proof again speaks for nobody.
  await crowd(1, { proof, email: 'another@elsewhere.test' })
  expect(await requests()).toBe(2)

  for (let time = 0; time < 3; time++) await watchSignUps(worker())
  const { rows } = await database.pool.query('select kind from alarms')
  expect(rows).toEqual([{ kind: 'sign_ups' }])

  at(hours(2))
  await crowd(1)
  expect(await signUpPressure(deps())).toEqual([])
  expect(await requests()).toBe(3)
})

test('when hardly anybody confirms, what shows no proof of work gets few', async () => {
  await crowd(60)
  at(hours(1) + 1)
  await crowd(1)
  expect(await confirmationFigures(deps())).toEqual({ asked: 60, confirmed: 0 })
  expect(await signUpPressure(deps())).toMatchObject([{ why: 'share' }])
})

test('as long as people confirm there is no pressure', async () => {
  await crowd(60)
  await database.pool.query('update confirmation_requests set confirmed_at = requested_at where id % 5 = 0')
  at(hours(1) + 1)
  await crowd(1)
  expect(await signUpPressure(deps())).toEqual([])
})

test.each([
  ['a form that was open for two seconds', 2000, 'form'],
  ['a form that was filled in faster than anybody can', 1999, 'nothing'],
  ['a form that was open for an hour', 3_600_000, 'form'],
  ['a form that was open for longer', 3_600_001, 'nothing'],
  ['a form from the future', -1, 'nothing']
])('%s speaks for a person or not', async (_, openMs, vouched) => {
  await subscribe(deps(), {
    ...rest,
    email: 'ada@example.org',
    stamp: signFormStamp(secretKeys, new Date(start - openMs))
  })
  expect((await database.pool.query('select vouched from sign_ups')).rows).toEqual([{ vouched }])
})

test('a mail whose key was dropped is written with a link that works', async () => {
  const id = await signUpAndSettle(deps(), 'ada@example.org')
  const rotated = { ...deps(), secretKeys: ['another secret of thirty-two characters!!'] as const }
  const both = { ...deps(), secretKeys: [...rotated.secretKeys, ...secretKeys] as const }
  const before = (await confirmationSecretsOf(deps(), id ?? 0))?.token
  expect((await confirmationSecretsOf(both, id ?? 0))?.token).toBe(before)
  const after = (await confirmationSecretsOf(rotated, id ?? 0))?.token
  expect(after).not.toBe(before)
  expect((await confirmationSecretsOf(rotated, id ?? 0))?.token).toBe(after)
  expect(await confirm(deps(), after ?? '')).toMatchObject({ kind: 'confirmed' })
})
