import { describe, expect, test } from 'vitest'
import { useDatabase } from '../../support/database.ts'
import { mostInASecond, repeated, startSender } from './sender.ts'
import { useWorld } from './world.ts'

const database = useDatabase()
const world = useWorld(database)

const grantOf = (rate: number) => Math.max(1, Math.round(rate * 0.2))

describe.each([1, 2, 3])('%d workers at once', (count) => {
  test.each([14, 200, 2000])('send %d messages a second together, within 1 % over ten seconds', async (rate) => {
    const senders = Array.from({ length: count }, () =>
      startSender(world, world.worker({ rate }), repeated('example.org'))
    )
    // Whatever is under way at the beginning: from the second second on.
    await world.run(12_000)
    for (const { gate } of senders) gate.stop()
    const instants = senders.flatMap(({ sent }) => sent.map(({ at }) => at))

    const inTen = instants.filter((at) => at >= 1500 && at < 11_500).length
    expect(inTen).toBeGreaterThanOrEqual(Math.floor(rate * 10 * 0.99))
    expect(inTen).toBeLessThanOrEqual(Math.ceil(rate * 10 * 1.01))
    expect(mostInASecond(instants)).toBeLessThanOrEqual(rate + grantOf(rate))
    for (const { sent } of senders) expect(sent.length).toBeGreaterThan((rate * 12) / count / 3)
  })
})

describe.each([
  { workers: 1, latencies: [30] },
  { workers: 1, latencies: [300] },
  { workers: 2, latencies: [300] },
  { workers: 2, latencies: [1, 190, 60] }
])('where the database answers $workers workers after $latencies ms', ({ workers, latencies }) => {
  test.each([14, 200])('%d messages a second leave all the same', async (rate) => {
    const senders = Array.from({ length: workers }, () =>
      startSender(world, world.worker({ rate }, latencies), repeated('example.org'))
    )
    await world.run(14_000)
    for (const { gate } of senders) gate.stop()
    const instants = senders.flatMap(({ sent }) => sent.map(({ at }) => at))
    const inTen = instants.filter((at) => at >= 3500 && at < 13_500).length
    expect(inTen).toBeGreaterThanOrEqual(Math.floor(rate * 10 * 0.99))
    expect(inTen).toBeLessThanOrEqual(Math.ceil(rate * 10 * 1.01))
    expect(mostInASecond(instants)).toBeLessThanOrEqual(rate + grantOf(rate))
  })
})

test('an answer that comes late does not move its mails among those of the next', async () => {
  const sender = startSender(world, world.worker({ rate: 200 }, [1, 1, 1, 150]), repeated('example.org'))
  await world.run(5000)
  sender.gate.stop()
  const steady = sender.sent.map(({ at }) => at).filter((at) => at > 1000)
  expect(mostInASecond(steady, 100)).toBeLessThanOrEqual(21)
})

test.each([14, 200])('notices that come and go every second cost an edition no slot at %d a second', async (rate) => {
  const limits = world.worker({ rate })
  const rest = limits.begin()
  const edition = startSender(world, limits, repeated('example.org', 100_000), { lanes: 20 })
  const notices: { at: number }[] = []
  for (let second = 0; second < 12; second += 1) {
    const restNotices = limits.begin()
    const { sent, ended } = startSender(world, limits, repeated('example.net', second % 2), { lanes: 2, urgent: true })
    await world.run(2000 / rate)
    await ended
    await restNotices()
    notices.push(...sent)
    await world.run(1000 - 2000 / rate)
  }
  edition.gate.stop()
  const inTen = [...edition.sent, ...notices].filter(({ at }) => at >= 1500 && at < 11_500).length
  expect(notices).toHaveLength(6)
  expect(inTen).toBeGreaterThanOrEqual(Math.floor(rate * 10 * 0.99))
  await rest()
  const next = startSender(world, world.worker({ rate }), repeated('example.org', 1))
  await world.run(2000 / rate)
  expect(next.sent).toHaveLength(1)
})
