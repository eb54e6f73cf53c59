import { expect, test } from 'vitest'
import { openDatabase } from '../../services/platform/database.ts'
import { openLog } from '../../services/platform/log.ts'
import { migrate } from '../../services/platform/migrate.ts'
import { openQueues } from '../../services/platform/queues.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { signUpAndSettle } from '../support/sign-up.ts'

const admin = useDatabase()

test('a role that owns its database and may do nothing else is enough for schema, queues and sign-ups', async () => {
  const name = `plain_${Date.now()}`
  await admin.pool.query(`create role ${name} login password 'plain' nosuperuser nocreatedb nocreaterole noreplication`)
  await admin.pool.query(`create database ${name} owner ${name}`)
  const url = new URL(admin.url)
  Object.assign(url, { username: name, password: 'plain', pathname: `/${name}` })
  const { db, close } = openDatabase(url.href)
  try {
    expect((await migrate(db)).length).toBeGreaterThan(10)
    const queues = await openQueues({ redisUrl: undefined }, url.href, openLog('silent'))
    await queues.close()
    const secretKeys = ['a secret of at least thirty-two characters'] as const
    const deps = { db, clock: clockAt('2026-11-24T09:00:00Z'), secretKeys }
    expect(await signUpAndSettle(deps, 'ada@example.org')).toBe(1)
  } finally {
    await close()
    await admin.pool.query(`drop database ${name} with (force)`)
    await admin.pool.query(`drop role ${name}`)
  }
})
