import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Limits } from '../../../services/delivery/limits/limits.ts'
import { listPauses } from '../../../services/delivery/limits/list-pauses.ts'
import { openRelayBreaker } from '../../../services/delivery/limits/relay-breaker.ts'
import type { SendOutcome } from '../../../services/mail/transport.ts'
import { useDatabase } from '../../support/database.ts'
import { accepted } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

const lost: SendOutcome = { kind: 'unreachable', relay: 0, reason: 'connect ECONNREFUSED' }
const doubted: SendOutcome = { kind: 'in_doubt', relay: 0, reason: 'the connection ended after the last byte' }
const slower: SendOutcome = { kind: 'answered', relay: 0, class: 'rate', permanent: false, reply: '421 slow down' }
const unwelcome: SendOutcome = { kind: 'answered', relay: 0, class: 'relay', permanent: true, reply: '535 5.7.8 no' }

async function admitted(limits: Limits): Promise<string> {
  for (let i = 0; i < 5 && limits.admit('example.org').kind === 'wait'; i += 1) await world.settle()
  return limits.admit('example.org').kind
}

async function alarms(): Promise<string[]> {
  const { rows } = await database.pool.query('select text from alarms order by id')
  return rows.map(({ text }) => text)
}

/** Fails one probe after the other; returns the waits in seconds. */
async function failProbes(limits: Limits, count: number, outcome: SendOutcome): Promise<number[]> {
  const waits: number[] = []
  for (let i = 0; i < count; i += 1) {
    limits.report('example.org', outcome)
    await world.settle()
    const state = limits.relay()
    if (state.kind !== 'away') throw new Error('it works')
    const wait = state.until.getTime() - world.clock.now().getTime()
    waits.push(wait / 1000)
    await world.run(wait)
    await world.settle()
    while (limits.admit('example.org').kind !== 'go') await world.settle()
  }
  return waits
}

test('is tried by one mail after 5 s, then after twice as long each time, up to five minutes', async () => {
  const limits = world.worker()
  await admitted(limits)
  expect(await failProbes(limits, 9, lost)).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300])
  limits.report('example.org', accepted)
  expect(limits.relay()).toEqual({ kind: 'works' })
  expect(await failProbes(limits, 1, lost)).toEqual([5])
})

test('while one mail is on its way to find out, no other goes, whatever its domain', async () => {
  const limits = world.worker()
  await admitted(limits)
  limits.report('example.org', lost)
  expect(limits.admit('other.test')).toMatchObject({ kind: 'away', why: 'connect ECONNREFUSED' })
  await world.run(5000)
  expect(await admitted(limits)).not.toBe('away')
  expect(limits.admit('other.test')).toMatchObject({ kind: 'wait', everything: true })
  limits.report('example.org', { kind: 'unsent' })
  expect(limits.admit('other.test').kind).toBe('go')
})

test('that answers about itself raises an alarm at once, and one an outage', async () => {
  const limits = world.worker()
  await admitted(limits)
  await failProbes(limits, 3, unwelcome)
  expect(await alarms()).toEqual([expect.stringContaining('535 5.7.8 no')])
  limits.report('example.org', accepted)
  await world.settle()
  await world.run(1000)
  await failProbes(limits, 1, unwelcome)
  expect(await alarms()).toHaveLength(2)
})

test('that cannot be reached raises an alarm after five minutes, one for all workers', async () => {
  const workers = [world.worker(), world.worker()] as const
  for (const limits of workers) await admitted(limits)
  await failProbes(workers[0], 6, lost)
  expect(await alarms()).toEqual([])
  await failProbes(workers[0], 2, lost)
  expect(await alarms()).toEqual([expect.stringContaining('cannot be reached since 08:00 UTC')])
  await failProbes(workers[1], 4, lost)
  expect(await alarms()).toHaveLength(1)
})

test('that takes mails and never says so is left alone after three in doubt', async () => {
  const limits = world.worker()
  await admitted(limits)
  for (const outcome of [doubted, doubted, accepted, doubted, doubted]) limits.report('example.org', outcome)
  expect(limits.relay().kind).toBe('works')
  limits.report('example.org', doubted)
  expect(limits.relay().kind).toBe('away')
})

test('that is away is shown until it is back', async () => {
  const limits = world.worker()
  await admitted(limits)
  limits.report('busy.test', slower)
  limits.report('example.org', lost)
  await world.settle()
  const since = world.clock.now()
  const until = (ms: number) => new Date(since.getTime() + ms)
  const busy = { domain: 'busy.test', why: 'rate', since, until: until(900_000), reply: '421 slow down' }
  const relay = { domain: null, why: 'unreachable', since, until: until(5000), reply: 'connect ECONNREFUSED' }
  const shown = async () =>
    (await listPauses({ db: database.db, clock: world.clock })).toSorted((a, b) => a.why.localeCompare(b.why))
  expect(await shown()).toEqual([busy, relay])
  await world.run(5000)
  await admitted(limits)
  limits.report('example.org', accepted)
  await world.settle()
  expect(await shown()).toEqual([busy])
})

const events = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 400_000 }) }),
    fc.constant({ kind: 'ask' as const }),
    fc.record({
      kind: fc.constant('report' as const),
      what: fc.constantFrom('failed' as const, 'answered' as const, 'doubted' as const, 'unsent' as const)
    })
  ),
  { maxLength: 60 }
)

test('whatever happens, at most one mail is out to find out, and a wait is 5 s doubled, at most 5 min', () => {
  fc.assert(
    fc.property(events, (steps) => {
      let now = 0
      let probes = 0
      const faults: string[] = []
      const breaker = openRelayBreaker(() => now)
      for (const step of steps) {
        const state = breaker.state()
        if (state.kind === 'away' && (state.until <= now || state.until > now + 300_000)) faults.push('until')
        if (step.kind === 'pass') {
          now += step.ms
          // After eleven minutes it is given up.
          if (breaker.state().kind === 'to_probe') probes = 0
        } else if (step.kind === 'ask' && state.kind === 'to_probe') {
          breaker.took()
          probes += 1
          if (probes !== 1 || breaker.state().kind !== 'probed') faults.push('probes')
        } else if (step.kind === 'report') {
          const waitMs = step.what === 'answered' ? breaker.answered() : breaker[step.what](step.what)
          if (typeof waitMs === 'number' && ![5, 10, 20, 40, 80, 160, 300].includes(waitMs / 1000)) faults.push('wait')
          if (step.what === 'answered' && breaker.state().kind !== 'works') faults.push('answered')
          if (breaker.state().kind !== 'probed') probes = 0
        }
      }
      expect(faults).toEqual([])
    })
  )
})
