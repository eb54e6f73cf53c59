import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Limits } from '../../../services/delivery/limits/limits.ts'
import type { ReplyClass } from '../../../services/mail/replies/reply-class.ts'
import type { SendOutcome } from '../../../services/mail/transport.ts'
import { hours, minutes } from '../../support/clock.ts'
import { useDatabase } from '../../support/database.ts'
import { accepted } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

const answered = (meaning: ReplyClass, permanent = false): SendOutcome => ({
  kind: 'answered',
  relay: 0,
  class: meaning,
  permanent,
  reply: permanent ? '550 5.7.1 <address> not wanted' : '421 4.7.28 slow down'
})
const rate = answered('rate')
const policy = answered('policy', true)

/** As a run that keeps asking: an admission that is known. */
async function ask(limits: Limits, domain: string) {
  for (let i = 0; i < 5; i += 1) {
    const admission = limits.admit(domain)
    if (admission.kind !== 'wait') return admission
    await world.settle()
  }
  return limits.admit(domain)
}

const kinds = async (workers: Limits[], domain: string) =>
  Promise.all(workers.map(async (limits) => (await ask(limits, domain)).kind))

async function alarms(): Promise<{ kind: string; text: string }[]> {
  const { rows } = await database.pool.query('select kind, text from alarms order by id')
  return rows
}

const minutesUntil = (at: Date) => Math.floor((at.getTime() - world.clock.now().getTime()) / minutes(1))

describe('a domain that asks for fewer mails', () => {
  test('gets none for fifteen minutes, from this worker at once, from all within two seconds', async () => {
    const [one, other] = [world.worker(), world.worker()] as const
    expect(await kinds([one, other], 'busy.test')).toEqual(['go', 'go'])
    one.report('busy.test', rate)
    const admission = one.admit('busy.test')
    expect(admission).toMatchObject({ kind: 'later', why: expect.stringContaining('421 4.7.28 slow down') })
    expect(minutesUntil((admission as { at: Date }).at)).toBe(15)
    expect(one.admit('other.test').kind).toBe('go')

    await world.run(2000)
    expect(await kinds([one, other], 'busy.test')).toEqual(['later', 'later'])
    expect(await kinds([one, other], 'other.test')).toEqual(['go', 'go'])
    expect(await alarms()).toEqual([])
  })

  test('is paused for a worker that starts later', async () => {
    const one = world.worker()
    await ask(one, 'busy.test')
    one.report('busy.test', rate)
    await one.close()
    expect((await ask(world.worker(), 'busy.test')).kind).toBe('later')
  })

  test('is asked by one mail of all workers, and an answer that is not about rate ends it', async () => {
    const workers = [world.worker(), world.worker(), world.worker()]
    const [first] = workers as [Limits]
    await ask(first, 'busy.test')
    first.report('busy.test', rate)
    await world.run(minutes(15))

    const admitted = await kinds(workers, 'busy.test')
    expect(admitted.filter((kind) => kind === 'go')).toHaveLength(1)
    expect((await kinds(workers, 'busy.test')).includes('go')).toBe(false)

    workers[admitted.indexOf('go')]?.report('busy.test', answered('address', true))
    await world.run(2000)
    expect(await kinds(workers, 'busy.test')).toEqual(['go', 'go', 'go'])
  })

  test('waits twice as long each time, up to four hours', async () => {
    const limits = world.worker()
    await ask(limits, 'busy.test')
    limits.report('busy.test', rate)
    const waits: number[] = []
    for (let i = 0; i < 6; i += 1) {
      await world.run(1000)
      const admission = await ask(limits, 'busy.test')
      if (admission.kind !== 'later') throw new Error(admission.kind)
      // Less the second that passed; put-off mails come back over a minute.
      const wait = Math.ceil(minutesUntil(admission.at) / 15) * 15
      waits.push(wait)
      await world.run(minutes(wait))
      expect((await ask(limits, 'busy.test')).kind).toBe('go')
      limits.report('busy.test', rate)
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 240])
  })

  test('counts many answers to what was on its way once', async () => {
    const workers = [world.worker(), world.worker()]
    for (const limits of workers) await ask(limits, 'busy.test')
    for (const limits of [...workers, ...workers, ...workers]) limits.report('busy.test', rate)
    await world.run(1000)
    const { rows } = await database.pool.query('select level from sending_pauses')
    expect(rows).toEqual([{ level: 0 }])
  })

  test('that asks again soon after is left alone for longer, the next day not', async () => {
    const limits = world.worker()
    const pauseAndEnd = async () => {
      await ask(limits, 'busy.test')
      limits.report('busy.test', rate)
      await world.settle()
      const { rows } = await database.pool.query('select until - $1 as wait from sending_pauses', [world.clock.now()])
      const wait = rows[0].wait.minutes ?? 0 + (rows[0].wait.hours ?? 0) * 60
      await world.run(minutes(wait))
      await ask(limits, 'busy.test')
      limits.report('busy.test', accepted)
      await world.settle()
      return wait
    }
    expect(await pauseAndEnd()).toBe(15)
    await world.run(minutes(5))
    expect(await pauseAndEnd()).toBe(30)
    await world.run(hours(20))
    expect(await pauseAndEnd()).toBe(15)
  })

  test('whose one mail says nothing is asked by another a minute later', async () => {
    const limits = world.worker()
    await ask(limits, 'busy.test')
    limits.report('busy.test', rate)
    for (const outcome of [
      answered('greylist'),
      { kind: 'in_doubt', relay: 0, reason: 'no answer' },
      { kind: 'unsent' }
    ] as const) {
      await world.run(minutes(15))
      expect((await ask(limits, 'busy.test')).kind).toBe('go')
      limits.report('busy.test', outcome)
      // What did not leave says so at once, and the next mail may.
      expect((await ask(limits, 'busy.test')).kind).toBe(outcome.kind === 'unsent' ? 'go' : 'later')
    }
  })

  test('whose one mail died with its worker is asked by another', async () => {
    const [one, other] = [world.worker(), world.worker()] as const
    await ask(one, 'busy.test')
    one.report('busy.test', rate)
    await world.run(minutes(15))
    expect((await ask(one, 'busy.test')).kind).toBe('go')
    await world.run(minutes(1))
    expect((await ask(other, 'busy.test')).kind).toBe('later')
    await world.run(minutes(1))
    await world.run(1000)
    expect((await ask(other, 'busy.test')).kind).toBe('go')
  })
})

describe('a domain that refuses mails for policy', () => {
  const refuse = async (limits: Limits, refusals: number, others: number) => {
    await ask(limits, 'strict.test')
    for (let i = 0; i < others; i += 1) limits.report('strict.test', accepted)
    for (let i = 0; i < refusals; i += 1) limits.report('strict.test', policy)
    await world.settle()
  }

  test.each([
    [2, 0, 'go'],
    [3, 0, 'later'],
    [3, 57, 'later'],
    [3, 58, 'go'],
    [9, 1000, 'go'],
    [10, 1000, 'later']
  ])('%d times among %d others: %s', async (refusals, others, expected) => {
    const limits = world.worker()
    await refuse(limits, refusals, others)
    expect((await ask(limits, 'strict.test')).kind).toBe(expected)
    expect(await alarms()).toHaveLength(expected === 'later' ? 1 : 0)
  })

  test('is paused, alarmed of once, and asked by one mail until that gets through', async () => {
    const workers = [world.worker(), world.worker()] as const
    await refuse(workers[0], 10, 0)
    await refuse(workers[1], 10, 0)
    await world.run(minutes(15))
    expect((await ask(workers[0], 'strict.test')).kind).toBe('go')
    workers[0].report('strict.test', policy)
    await world.run(2000)
    expect(await kinds([...workers], 'strict.test')).toEqual(['later', 'later'])

    const raised = await alarms()
    expect(raised).toHaveLength(1)
    expect(raised[0]).toMatchObject({ kind: 'domain_refuses', text: expect.stringContaining('strict.test refuses') })

    await world.run(minutes(30))
    expect((await ask(workers[0], 'strict.test')).kind).toBe('go')
    workers[0].report('strict.test', accepted)
    await world.run(2000)
    expect(await kinds([...workers], 'strict.test')).toEqual(['go', 'go'])
  })
})

test('what was answered while the database was away is written when it is back', async () => {
  const limits = world.worker()
  await ask(limits, 'busy.test')
  await database.pool.query('alter table sending_pauses rename to sending_pauses_away')
  limits.report('busy.test', rate)
  await world.run(3000)
  // Nothing goes that nobody can count, and the domain is still known to be paused.
  expect(limits.admit('other.test').kind).toBe('wait')
  await world.settle()
  await database.pool.query('alter table sending_pauses_away rename to sending_pauses')
  await world.run(1000)
  expect((await ask(limits, 'busy.test')).kind).toBe('later')
  const { rows } = await database.pool.query('select scope, why from sending_pauses')
  expect(rows).toEqual([{ scope: 'busy.test', why: 'rate' }])
})

test('whatever is answered, no mail goes to a paused domain, and at most one finds out', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), worker: fc.integer({ min: 0, max: 2 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        outcome: fc.constantFrom(rate, policy, accepted, answered('greylist'), answered('address', true))
      })
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('run' as const), ms: fc.integer({ min: 1, max: 1_200_000 }) })
    }
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await database.pool.query('truncate sending_pauses')
      const workers = [world.worker(), world.worker(), world.worker()]
      const onTheirWay: { worker: number; since: Date }[] = []
      const faults: string[] = []
      for (const one of steps) {
        if (one.kind === 'run') await world.run(one.ms)
        else if (one.kind === 'answer') {
          const mail = onTheirWay.shift()
          if (mail !== undefined) workers[mail.worker]?.report('busy.test', one.outcome)
          await world.settle()
        } else {
          // Every worker has read the table within the last second and a half.
          await world.run(2000)
          const now = world.clock.now()
          const { rows } = await database.pool.query('select until from sending_pauses where ended_at is null')
          const kind = (await ask(workers[one.worker] as Limits, 'busy.test')).kind
          if (kind !== 'go') continue
          const until: Date | undefined = rows[0]?.until
          if (until !== undefined && until > now) faults.push('went to a paused domain')
          const probes = onTheirWay.filter(({ since }) => until !== undefined && since > until)
          // One that is not back after two minutes is given up.
          if (until !== undefined && probes.some(({ since }) => now.getTime() - since.getTime() < minutes(2)))
            faults.push('a second one finds out')
          onTheirWay.push({ worker: one.worker, since: now })
        }
      }
      for (const limits of workers) await limits.close()
      expect(faults).toEqual([])
    }),
    { numRuns: 40, interruptAfterTimeLimit: 40_000 }
  )
})
