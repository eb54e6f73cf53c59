import { expect, test } from 'vitest'
import { systemTime } from '../../../services/delivery/limits/limiter-time.ts'
import { openLimits } from '../../../services/delivery/limits/limits.ts'
import { openLog } from '../../../services/platform/log.ts'
import { useDatabase } from '../../support/database.ts'
import { useRig } from '../rig.ts'
import { mostInASecond } from './sender.ts'

const database = useDatabase()
const rig = useRig(database)

/** Answers 421 to more than ten mails a second to big.test: five, one grant, and what the first connections hold up. */
function throttle(): { taken: Record<string, number[]>; throttled: () => number } {
  const taken: Record<string, number[]> = { 'big.test': [], 'other.test': [] }
  let throttled = 0
  rig.relay.script({
    rcpt: (address) => {
      const domain = address.slice(address.indexOf('@') + 1)
      const times = (taken[domain] ??= [])
      times.push(performance.now())
      if (domain !== 'big.test' || mostInASecond(times) <= 10) return undefined
      throttled += 1
      return { code: 421, text: '4.7.28 too many mails' }
    }
  })
  return { taken, throttled: () => throttled }
}

const mixed = (count: number) =>
  Array.from({ length: count }, (_, i) => [`reader-${i}@big.test`, `reader-${i}@other.test`]).flat()

/** Sends what is due, to big.test so many a second. */
async function sendPaced(rate: number, connections: number): Promise<void> {
  const limits = openLimits({
    db: database.db,
    clock: rig.clock,
    time: systemTime,
    log: openLog('silent'),
    sendingLimits: { rate: undefined, rateByDomain: new Map([['big.test', rate]]), ramp: undefined }
  })
  await rig.send({ limits, connections })
  await limits.close()
}

test('a provider that takes five a second gets five, and the others are not held up', async () => {
  await rig.plan(mixed(15))
  const { taken, throttled } = throttle()
  const began = performance.now()
  await sendPaced(5, 3)

  expect(throttled()).toBe(0)
  expect(Object.values(await rig.states())).toEqual(Array(30).fill('accepted'))
  const slow = taken['big.test'] as number[]
  const others = taken['other.test'] as number[]
  expect(slow).toHaveLength(15)
  // Fourteen gaps of 200 ms, less what the first mails were late.
  expect((slow.at(-1) as number) - (slow[0] as number)).toBeGreaterThan(1800)
  // All others have gone while a fraction of the slow ones has.
  expect(others).toHaveLength(15)
  expect(slow.filter((at) => at < (others.at(-1) as number)).length).toBeLessThan(12)
  expect(performance.now() - began).toBeGreaterThan(2500)
})

const full = process.env.FAULTS === 'full'
const othersCount = full ? 2000 : 200
const slowCount = full ? 40 : 8

// The provider refuses a third mail at a time and a sixth in any second, and is sent four a second. With FAULTS=full speeds are
// compared, too: of five times, because a slow second of the machine falls on one half or the other.
test('beside a provider that takes two at a time and five a second all is accepted at the first try', {
  timeout: 300_000
}, async () => {
  const shares: number[] = []
  for (let time = 0; time < (full ? 5 : 1); time++) {
    const alone = await speedOfOthers({ slow: 0 })
    const beside = await speedOfOthers({ slow: slowCount })
    shares.push(beside / alone)
  }
  const median = shares.toSorted((one, other) => one - other)[Math.floor(shares.length / 2)]
  expect(median).toBeGreaterThan(full ? 0.9 : 0)
})

/** Mails a second to the others, once all of both are accepted at the first try. */
async function speedOfOthers({ slow }: { slow: number }): Promise<number> {
  await database.pool.query('truncate deliveries, single_deliveries, waves, leases, attempts, subscribers cascade')
  await rig.plan(
    Array.from({ length: othersCount }, (_, i) => {
      const isBeside = slow > 0 && i % (othersCount / slow) === 0
      return isBeside ? [`reader-${i}@other.test`, `reader-${i}@big.test`] : [`reader-${i}@other.test`]
    }).flat()
  )
  const others: number[] = []
  const times: number[] = []
  let atOnce = 0
  rig.relay.script({
    rcpt(address) {
      if (!address.endsWith('@big.test')) return undefined
      times.push(performance.now())
      atOnce += 1
      const isTooMuch = atOnce > 2 || mostInASecond(times) > 5
      return isTooMuch ? { code: 421, text: '4.7.28 too many mails' } : undefined
    },
    data({ to }) {
      if (to.endsWith('@big.test')) atOnce -= 1
      else others.push(performance.now())
      return 'accept'
    }
  })
  await sendPaced(4, 10)
  const { rows } = await database.pool.query('select state, tries, count(*)::int as n from deliveries group by 1, 2')
  expect(rows).toEqual([{ state: 'accepted', tries: 1, n: othersCount + slow }])
  return (1000 * (others.length - 1)) / ((others.at(-1) as number) - (others[0] as number))
}
