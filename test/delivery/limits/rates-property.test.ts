import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useDatabase } from '../../support/database.ts'
import { mostInASecond, repeated, type Sender, startSender } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('run' as const), ms: fc.integer({ min: 1, max: 900 }) }) },
  // Nobody gets to do anything: a process that stood still, a database that answers late.
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stall' as const), ms: fc.integer({ min: 1, max: 700 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'join' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'leave' as const }) }
)

test('however workers come, go and stall, a second never has more than the rate and one grant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.2, max: 20, noNaN: true })),
      fc.array(step, { minLength: 3, maxLength: 25 }),
      async (rate, steps) => {
        await database.pool.query('truncate rate_slots')
        const grant = Math.max(1, Math.round(rate * 0.2))
        const senders: Sender[] = []
        const join = () => senders.push(startSender(world, world.worker({ rate }), repeated('example.org')))
        join()
        await world.settle()
        for (const one of steps) {
          if (one.kind === 'run') await world.run(one.ms)
          else if (one.kind === 'stall') world.stall(one.ms)
          else if (one.kind === 'join') join()
          else senders[0]?.gate.stop()
        }
        for (const { gate } of senders) gate.stop()
        await world.settle()
        const instants = senders.flatMap(({ sent }) => sent.map(({ at }) => at))
        // Mails are whole, also where the rate is not.
        expect(mostInASecond(instants)).toBeLessThanOrEqual(Math.ceil(rate + grant))
      }
    ),
    { numRuns: 40, interruptAfterTimeLimit: 40_000 }
  )
})
