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

test('a provider that takes five a second gets five, and the others are not held up', async () => {
  await rig.plan(mixed(15))
  const { taken, throttled } = throttle()
  const began = performance.now()
  const limits = openLimits({
    db: database.db,
    clock: rig.clock,
    time: systemTime,
    log: openLog('silent'),
    sendingLimits: { rate: undefined, rateByDomain: new Map([['big.test', 5]]), ramp: undefined }
  })
  await rig.send({ limits })
  await limits.close()

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
