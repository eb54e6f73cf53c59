import { beforeEach, expect, test } from 'vitest'
import { confirm } from '../../services/subscribers/confirm.ts'
import { purgeStale } from '../../services/subscribers/purge-stale.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, days, hours } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { signUpAndReadMail, signUpAndSettle } from '../support/sign-up.ts'

const database = useDatabase()
const start = '2026-11-24T09:00:00Z'
const clock = clockAt(start)
const deps = { db: database.db, clock, secretKeys: ['a secret of at least thirty-two characters'] as const }
Object.defineProperty(deps, 'db', { get: () => database.db })

beforeEach(async () => {
  clock.set(start)
  await database.pool.query('truncate subscribers, budget_marks, sign_ups cascade')
})

async function addresses(): Promise<string[]> {
  const { rows } = await database.pool.query('select address from subscribers order by address')
  return rows.map(({ address }) => address)
}

test('who never confirmed is gone after seven days of silence, and everybody else stays', async () => {
  await signUpAndSettle(deps, 'quiet@example.org')
  await signUpAndSettle(deps, 'asked-again@example.org')
  await confirm(deps, (await signUpAndReadMail(deps, 'reader@example.org')).token)
  for (const state of ['unsubscribed', 'suppressed'] as const)
    await aSubscriber(database.db, { address: `${state}@example.org`, state, at: new Date(start) })
  clock.advance(days(3))
  await signUpAndSettle(deps, 'asked-again@example.org')

  clock.advance(days(4) - 1)
  await purgeStale(deps)
  expect(await addresses()).toHaveLength(5)
  clock.advance(1)
  await purgeStale(deps)
  expect(await addresses()).toEqual([
    'asked-again@example.org',
    'reader@example.org',
    'suppressed@example.org',
    'unsubscribed@example.org'
  ])
  expect((await database.pool.query('select 1 from consents')).rowCount).toBe(3)
  clock.advance(days(3))
  await purgeStale(deps)
  expect(await addresses()).not.toContain('asked-again@example.org')
})

test('what tells of tries is gone after thirty days; what a reader agreed to stays', async () => {
  await confirm(deps, (await signUpAndReadMail(deps, 'reader@example.org')).token)
  const id = await aSubscriber(database.db, { address: 'left@example.org', state: 'unsubscribed', at: new Date(start) })
  await signUpAndSettle(deps, 'left@example.org')
  clock.advance(days(30) - hours(1))
  await purgeStale(deps)
  expect((await database.pool.query('select 1 from confirmation_requests')).rowCount).toBe(2)
  clock.advance(hours(1))
  await purgeStale(deps)
  for (const table of ['confirmation_requests', 'budget_marks'])
    expect((await database.pool.query(`select 1 from ${table}`)).rowCount).toBe(0)
  const { rows } = await database.pool.query(
    'select subscriber_id <> $1 as reader, confirmed_at is not null as confirmed from consents',
    [id]
  )
  expect(rows).toEqual([{ reader: true, confirmed: true }])
})
