import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days, hours } from '../../support/clock.ts'
import { useDatabase } from '../../support/database.ts'
import { repeated, type Sender, startSender } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

const ramp = { firstDay: '2026-11-24', ceilings: [50, 120] }
const sentTo = (senders: Sender[], domain: string) =>
  senders.flatMap(({ sent }) => sent).filter((mail) => mail.domain === domain).length

function* both(count: number): Generator<string> {
  for (let i = 0; i < count; i += 1) {
    yield 'big.test'
    yield 'small.test'
  }
}

test('each receiving domain gets its ceiling over all workers, and the rest is due on the next day', async () => {
  const senders = [1, 2, 3].map(() => startSender(world, world.worker({ ramp }), both(100)))
  await world.run(60_000)
  await Promise.all(senders.map(({ ended }) => ended))
  expect(sentTo(senders, 'big.test')).toBe(50)
  expect(sentTo(senders, 'small.test')).toBe(50)
  const putOff = senders.flatMap((sender) => sender.putOff)
  expect(putOff).toHaveLength(500)
  for (const { at, why } of putOff) {
    expect(at >= new Date('2026-11-25T00:00:00Z') && at < new Date('2026-11-25T00:01:00Z')).toBe(true)
    expect(why).toContain('SEND_RAMP')
  }
})

test('grows from day to day, and after its last day there is no ceiling', async () => {
  const limits = world.worker({ ramp })
  const perDay: number[] = []
  for (let day = 0; day < 3; day += 1) {
    const sender = startSender(world, limits, repeated('big.test', 300))
    await world.run(60_000)
    await sender.ended
    perDay.push(sender.sent.length)
    await world.run(days(1) - 60_000)
  }
  expect(perDay).toEqual([50, 120, 300])
})

test('before its first day it stands at its beginning', async () => {
  const sender = startSender(
    world,
    world.worker({ ramp: { firstDay: '2026-12-01', ceilings: [7, 100] } }),
    repeated('big.test', 20)
  )
  await world.run(60_000)
  expect(sender.sent).toHaveLength(7)
})

test('what a worker did not need is there for the next, also after a restart', async () => {
  const first = world.worker({ ramp })
  const one = startSender(world, first, repeated('big.test', 10))
  await world.run(1000)
  await one.ended
  await first.close()
  const { rows } = await database.pool.query('select domain, granted from ramp_days')
  expect(rows).toEqual([{ domain: 'big.test', granted: 10 }])
  const other = startSender(world, world.worker({ ramp }), repeated('big.test', 100))
  await world.run(1000)
  expect(other.sent).toHaveLength(40)
})

test('a mail that never reached the relay is not counted', async () => {
  const limits = world.worker({ ramp })
  while (limits.admit('big.test').kind !== 'later') await world.settle()
  limits.report('big.test', { kind: 'unsent' })
  expect([limits.admit('big.test').kind, limits.admit('big.test').kind]).toEqual(['go', 'later'])
})

test('yesterday is forgotten', async () => {
  startSender(world, world.worker({ ramp }), repeated('big.test', 5))
  await world.run(hours(24))
  startSender(world, world.worker({ ramp }), repeated('big.test', 5))
  await world.run(1000)
  const { rows } = await database.pool.query('select day from ramp_days')
  expect(rows).toEqual([{ day: '2026-11-25' }])
})

test('however workers come and go, no domain gets more than its ceiling on a day', async () => {
  const workload = fc.record({
    ceiling: fc.integer({ min: 1, max: 200 }),
    runs: fc.array(fc.record({ mails: fc.integer({ min: 1, max: 150 }), closes: fc.boolean() }), {
      minLength: 1,
      maxLength: 8
    })
  })
  await fc.assert(
    fc.asyncProperty(workload, async ({ ceiling, runs }) => {
      await database.pool.query('truncate ramp_days')
      const senders: Sender[] = []
      for (const { mails, closes } of runs) {
        const limits = world.worker({ ramp: { firstDay: '2027-01-01', ceilings: [ceiling] } })
        senders.push(startSender(world, limits, repeated('big.test', mails)))
        await world.run(10)
        if (closes) await limits.close()
      }
      await world.run(100)
      const owed = runs.reduce((sum, { mails }) => sum + mails, 0)
      const sent = sentTo(senders, 'big.test')
      expect(sent).toBeLessThanOrEqual(ceiling)
      // What living workers keep to themselves is little.
      expect(sent).toBeGreaterThanOrEqual(Math.min(owed, ceiling - runs.length * Math.ceil(ceiling / 20)))
    }),
    { numRuns: 40, interruptAfterTimeLimit: 30_000 }
  )
})
