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

describe.each([30, 300])('where the database answers after %d ms', (latencyMs) => {
  test.each([14, 200])('%d messages a second leave all the same', async (rate) => {
    const senders = [1, 2].map(() => startSender(world, world.worker({ rate }, latencyMs), repeated('example.org')))
    await world.run(14_000)
    for (const { gate } of senders) gate.stop()
    const instants = senders.flatMap(({ sent }) => sent.map(({ at }) => at))
    const inTen = instants.filter((at) => at >= 3500 && at < 13_500).length
    expect(inTen).toBeGreaterThanOrEqual(Math.floor(rate * 10 * 0.99))
    expect(inTen).toBeLessThanOrEqual(Math.ceil(rate * 10 * 1.01))
    // Workers are at most one answer's way late, each by as much.
    expect(mostInASecond(instants)).toBeLessThanOrEqual(rate + grantOf(rate))
  })
})
