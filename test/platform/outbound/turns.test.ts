import { expect, test } from 'vitest'
import { openTurns } from '../../../services/platform/outbound/turns.ts'
import { clockAt } from '../../support/clock.ts'

function rig() {
  const clock = clockAt('2026-11-20T12:00:00Z')
  const starts: number[] = []
  const sleep = async (milliseconds: number) => clock.advance(milliseconds)
  const begun = clock.now().getTime()
  /** Something that takes a second. */
  const work = async () => {
    starts.push(clock.now().getTime() - begun)
    clock.advance(1000)
  }
  return { clock, sleep, starts, work }
}

test('one at a time, the next so long after the end of the one before', async () => {
  const { clock, sleep, starts, work } = rig()
  const turn = openTurns('turns.test', { clock, sleep, spacing: 3100 })
  await Promise.all([turn(work), turn(work), turn(work)])
  expect(starts).toEqual([0, 4100, 8200])
  clock.advance(3000)
  await turn(work)
  expect(starts.at(-1)).toBe(12_300)
  clock.advance(60_000)
  await turn(work)
  expect(starts.at(-1)).toBe(73_300)
})

test('who names the same site stands in the same line, who names another does not', async () => {
  const { clock, sleep, starts, work } = rig()
  const [one, other] = ['feeds.test', 'feeds.test'].map((site) => openTurns(site, { clock, sleep, spacing: 3100 }))
  await one?.(work)
  await other?.(work)
  await openTurns('elsewhere.test', { clock, sleep, spacing: 3100 })(work)
  expect(starts).toEqual([0, 4100, 5100])
})

test('what fails does not hold up the others', async () => {
  const { clock, sleep, starts, work } = rig()
  const turn = openTurns('failing.test', { clock, sleep, spacing: 3100 })
  await expect(turn(() => Promise.reject(new Error('away')))).rejects.toThrow('away')
  await turn(work)
  expect(starts).toEqual([3100])
})

test('a clock that is set back costs one space at most', async () => {
  const { clock, sleep, work } = rig()
  const turn = openTurns('back.test', { clock, sleep, spacing: 3100 })
  await turn(work)
  clock.set('2026-11-20T06:00:00Z')
  await turn(work)
  expect(clock.now()).toEqual(new Date('2026-11-20T06:00:04.100Z'))
})
