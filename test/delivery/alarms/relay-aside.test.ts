import { beforeEach, expect, test } from 'vitest'
import { reportRelayAside } from '../../../services/delivery/alarms/relay-aside.ts'
import { clockAt, hours } from '../../support/clock.ts'
import { useDatabase } from '../../support/database.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T08:00:00Z')
const reason = '454 4.7.0 TLS not available'

beforeEach(async () => {
  clock.set('2026-11-24T08:00:00Z')
  await database.pool.query('truncate alarms cascade')
})

/** As the transport reports it, each time the relay is put aside. */
async function away(waits: number[], relays = 3, relay = 0): Promise<string[]> {
  for (const waitMs of waits) await reportRelayAside({ db: database.db, clock }, { relay, relays, reason, waitMs })
  const { rows } = await database.pool.query('select text from alarms order by id')
  return rows.map(({ text }) => text)
}

test('a relay among several that stays away is an alarm, and one that is back within a minute is none', async () => {
  expect(await away([5000, 10_000, 20_000, 40_000])).toEqual([])
  const [text, ...more] = await away([80_000, 160_000])
  expect(more).toEqual([])
  expect(text).toContain('Relay 1 of the 3 in SMTP_URL takes no mails: 454 4.7.0 TLS not available')
})

test('each relay and each day has an alarm of its own', async () => {
  await away([80_000])
  await away([80_000], 3, 2)
  clock.advance(hours(24))
  expect(await away([80_000])).toHaveLength(3)
})

test('a single relay is told of by its breaker alone', async () => {
  expect(await away([80_000, 300_000], 1)).toEqual([])
})
