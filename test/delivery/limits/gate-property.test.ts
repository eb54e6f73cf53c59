import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SendOutcome } from '../../../services/mail/transport.ts'
import { useDatabase } from '../../support/database.ts'
import { accepted, startSender } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

interface Mail {
  number: number
  domain: string
}

const slower: SendOutcome = { kind: 'answered', relay: 0, class: 'rate', permanent: false, reply: '421 4.7.28 slow' }
const lost: SendOutcome = { kind: 'unreachable', relay: 0, reason: 'connect ECONNREFUSED' }
const domains = ['free.test', 'slow.test', 'slower.test', 'another.test']

const scenario = fc.record({
  mails: fc.array(fc.constantFrom(...domains), { maxLength: 300 }),
  rate: fc.option(fc.integer({ min: 5, max: 500 }), { nil: undefined }),
  ceiling: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  answers: fc.infiniteStream(
    fc.oneof({ weight: 60, arbitrary: fc.constant(accepted) }, { weight: 1, arbitrary: fc.constantFrom(slower, lost) })
  ),
  steps: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('run' as const), ms: fc.integer({ min: 1, max: 5000 }) }),
      fc.record({ kind: fc.constant('recall' as const), domain: fc.constantFrom(...domains) })
    ),
    { maxLength: 8 }
  )
})

test('each mail that was claimed is sent, put off or given back, once, and a domain’s in order', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ mails, rate, ceiling, answers, steps }) => {
      await database.pool.query('truncate rate_slots, sending_pauses, ramp_days')
      const limits = world.worker({
        rate,
        rateByDomain: new Map([
          ['slow.test', 20],
          ['slower.test', 2]
        ]),
        ramp: ceiling === undefined ? undefined : { firstDay: '2099-01-01', ceilings: [ceiling] }
      })
      let claimed = 0
      function* source(): Generator<Mail> {
        for (const domain of mails) yield { number: claimed++, domain }
      }
      const sender = startSender<Mail>(world, limits, source(), {
        domainOf: ({ domain }) => domain,
        answer: () => answers.next().value as SendOutcome
      })
      for (const step of steps) {
        if (step.kind === 'run') await world.run(step.ms)
        else sender.gate.recall(({ domain }) => domain === step.domain)
      }
      sender.gate.stop()
      await world.run(10)
      await sender.ended
      await limits.close()

      const numbers = [...sender.mails, ...sender.mailsPutOff, ...sender.givenBack].map(({ number }) => number)
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: claimed }, (_, number) => number))
      for (const domain of domains) {
        const sent = sender.mails.filter((mail) => mail.domain === domain).map(({ number }) => number)
        expect(sent).toEqual(sent.toSorted((a, b) => a - b))
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 40_000 }
  )
})
