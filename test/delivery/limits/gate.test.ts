import { expect, test } from 'vitest'
import { useDatabase } from '../../support/database.ts'
import { accepted, repeated, startSender } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

function* alternating(count: number): Generator<string> {
  for (let i = 0; i < count; i += 1) {
    yield 'big.test'
    yield `other-${i % 40}.test`
  }
}

test('a domain with a rate holds nobody else back, and loses none of its own', async () => {
  const limits = world.worker({ rateByDomain: new Map([['big.test', 5]]) })
  const sender = startSender(world, limits, alternating(3000))
  await world.run(100)
  const others = sender.sent.filter(({ domain }) => domain !== 'big.test')
  expect(others).toHaveLength(3000)
  expect(others.every(({ at }) => at < 100)).toBe(true)

  await world.run(60_000)
  await sender.ended
  const slow = sender.sent.filter(({ domain }) => domain === 'big.test')
  expect(slow.length + sender.putOff.length).toBe(3000)
  // Half a minute of its rate waits here, the rest comes back at its rate before that is through.
  expect(slow.length).toBeGreaterThanOrEqual(150)
  expect(slow.length).toBeLessThanOrEqual(152)
  const due = sender.putOff.map(({ at }) => at.getTime() - Date.parse('2026-11-24T08:00:00Z'))
  expect(Math.min(...due)).toBeGreaterThan(10_000)
  expect(Math.min(...due)).toBeLessThan(20_000)
  expect(due.every((at, i) => i === 0 || Math.round(at - (due[i - 1] as number)) === 200)).toBe(true)
})

test('a domain is sent its mails at its own rate while all others share the total', async () => {
  const limits = world.worker({ rate: 100, rateByDomain: new Map([['big.test', 5]]) })
  const sender = startSender(world, limits, alternating(3000))
  await world.run(1000)
  const before = sender.sent.length
  await world.run(10_000)
  sender.gate.stop()
  const sent = sender.sent.slice(before)
  const slow = sent.filter(({ domain }) => domain === 'big.test').length
  expect(slow).toBeGreaterThanOrEqual(49)
  expect(slow).toBeLessThanOrEqual(51)
  // At least 99 % of the total, so the slow domain costs the others nothing but its own share.
  expect(sent.length).toBeGreaterThanOrEqual(990)
  expect(sent.length).toBeLessThanOrEqual(1010)
})

test.each([3, 14, 200])('a notice goes next, though an edition takes every turn at %d a second', async (rate) => {
  const limits = world.worker({ rate })
  startSender(world, limits, repeated('example.org', 100_000), { lanes: 20 })
  await world.run(5000)
  const notices = startSender(world, limits, repeated('example.net', 3), { lanes: 2, urgent: true })
  const since = world.time.elapsed()
  await world.run((1000 / rate) * 5)
  await notices.ended
  expect(notices.sent.length).toBe(3)
  expect((notices.sent.at(-1)?.at ?? Infinity) - since).toBeLessThanOrEqual((1000 / rate) * 4 + 1)
})

test('mails of one domain keep their order', async () => {
  const order: number[] = []
  const limits = world.worker({ rateByDomain: new Map([['big.test', 50]]) })
  const mails = Array.from({ length: 400 }, (_, number) => ({ number, domain: 'big.test' }))
  const sender = startSender(world, limits, mails, { domainOf: ({ domain }) => domain })
  await world.run(20_000)
  order.push(...sender.mails.map(({ number }) => number))
  expect(order).toEqual(mails.map(({ number }) => number))
})

test('without limits and troubles a mail costs no statement', async () => {
  const limits = world.worker()
  startSender(world, limits, repeated('example.org', 1))
  await world.run(10)
  let statements = 0
  const count = () => void (statements += 1)
  database.pool.on('acquire', count)
  const sender = startSender(world, limits, repeated('example.org', 20_000))
  await world.run(10)
  await sender.ended
  database.pool.off('acquire', count)
  expect(sender.sent).toHaveLength(20_000)
  expect(statements).toBe(0)
})

test('what waits can be recalled and is given back when the run is stopped', async () => {
  const limits = world.worker({
    rateByDomain: new Map(
      [
        ['slow.test', 1],
        ['slower.test', 1]
      ].map(([d, r]) => [d as string, r as number])
    )
  })
  const sender = startSender(world, limits, ['slow.test', 'slower.test', 'slow.test', 'slower.test', 'slow.test'])
  await world.run(10)
  expect(sender.sent).toHaveLength(2)
  expect(sender.gate.recall((domain) => domain === 'slow.test')).toBe(true)
  expect(sender.givenBack).toEqual(['slow.test', 'slow.test'])
  expect(sender.gate.recall((domain) => domain === 'slow.test')).toBe(false)
  sender.gate.stop()
  await sender.ended
  expect(sender.givenBack).toEqual(['slow.test', 'slow.test', 'slower.test'])
})

/** A relay that has the first mail and does not answer until it is told to. */
function openTarpit() {
  let release: () => void = () => undefined
  let held: Promise<typeof accepted> | undefined = new Promise((resolve) => {
    release = () => resolve(accepted)
  })
  const answer = () => {
    const first = held
    held = undefined
    return first ?? accepted
  }
  return { answer, release: () => release() }
}

/** What falls due while a run goes on, and how often it was asked for in vain. */
function openDue(...due: (string | Error)[]) {
  let vain = 0
  const next = () => {
    const value = due.shift()
    if (value instanceof Error) throw value
    if (value === undefined) vain += 1
    return value === undefined ? { done: true as const, value } : { done: false as const, value }
  }
  return { due, mails: { [Symbol.iterator]: () => ({ next }) }, vain: () => vain }
}

test('while one connection waits for its answer the others send what falls due, asking once a second', async () => {
  const { due, mails, vain } = openDue('slow.test')
  const { answer, release } = openTarpit()
  const sender = startSender(world, world.worker(), mails, { answer })
  let over = false
  void sender.ended.then(() => (over = true))
  await world.run(300_000)
  expect(sender.sent).toHaveLength(1)
  expect(vain()).toBeLessThanOrEqual(305)
  due.push('other.test', 'third.test')
  await world.run(1000)
  expect(sender.sent.map(({ domain }) => domain)).toEqual(['slow.test', 'other.test', 'third.test'])
  expect(over).toBe(false)

  const asked = vain()
  release()
  await world.run(0)
  expect(over).toBe(true)
  expect(vain()).toBeLessThanOrEqual(asked + 1)
})

test('a claim that fails while a connection waits is made again a second later', async () => {
  const { due, mails } = openDue('slow.test')
  const { answer, release } = openTarpit()
  const sender = startSender(world, world.worker(), mails, { answer })
  await world.run(100)
  due.push(new Error('the database is away'), 'other.test')
  await world.run(2100)
  expect(sender.sent.map(({ domain }) => domain)).toEqual(['slow.test', 'other.test'])
  due.push(new Error('the database is away'))
  await world.run(1000)
  release()
  await expect(sender.ended).rejects.toThrow('the database is away')
})

test('a relay that was away while a connection waits is used again when it is back, and nothing is claimed before', async () => {
  const limits = world.worker()
  const { due, mails, vain } = openDue('slow.test')
  const { answer, release } = openTarpit()
  const lost = { kind: 'unreachable' as const, relay: 0, reason: 'ECONNREFUSED' }
  const sender = startSender(world, limits, mails, { answer, lanes: 2 })
  await world.run(100)
  limits.report('other.test', lost)
  due.push('other.test')
  const asked = vain()
  await world.run(4900)
  expect(due).toEqual(['other.test'])
  expect(vain()).toBe(asked)
  await world.run(1100)
  expect(sender.sent.map(({ domain }) => domain)).toEqual(['slow.test', 'other.test'])
  release()
  await world.run(0)
  await sender.ended
  expect(sender.gate.away()).toBeUndefined()
})

test('slots that a run did not need are there for the next worker', async () => {
  const [one, other] = [world.worker({ rate: 0.5 }), world.worker({ rate: 0.5 })]
  const rest = one.begin()
  // Two a second late: the second slot is asked for ahead and not used.
  const sender = startSender(world, one, repeated('example.org', 1))
  await world.run(10)
  await sender.ended
  await rest()
  const next = startSender(world, other, repeated('example.org', 1))
  await world.run(2100)
  expect(next.sent).toHaveLength(1)
})

test('while the relay is away everything is given back, and one mail finds out whether it is there again', async () => {
  const limits = world.worker()
  let answer: 'away' | 'there' = 'away'
  const lost = { kind: 'unreachable' as const, relay: 0, reason: 'ECONNREFUSED' }
  const send = () =>
    startSender(world, limits, repeated('example.org', 50), { answer: () => (answer === 'away' ? lost : accepted) })

  const first = send()
  await world.run(10)
  await first.ended
  // The five that were on their way, and none after the first failure.
  expect(first.sent.length).toBeLessThanOrEqual(5)
  expect(first.sent.length + first.givenBack.length).toBeLessThanOrEqual(50)
  expect(first.gate.away()).toMatchObject({ why: 'ECONNREFUSED' })
  expect(limits.relay().kind).toBe('away')

  await world.run(5000)
  const second = send()
  await world.run(10)
  await second.ended
  expect(second.sent).toHaveLength(1)

  answer = 'there'
  await world.run(10_000)
  const third = send()
  await world.run(10)
  await third.ended
  expect(third.sent).toHaveLength(50)
  expect(limits.relay().kind).toBe('works')
})
