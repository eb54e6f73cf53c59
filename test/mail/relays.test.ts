import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openRelays, type Relays, type Turn, type Verdict } from '../../services/mail/relays.ts'

function setUp(count: number) {
  let now = 0
  const relays = openRelays(count, () => now)
  return { relays, advance: (ms: number) => void (now += ms) }
}

const seconds = (count: number) => count * 1000

/** One mail that each relay answers as told; returns where it went, in order. */
function offer(relays: Relays, verdicts: Record<number, Verdict>): number[] {
  const tried: number[] = []
  for (let turn = relays.next(tried); turn !== undefined; turn = relays.next(tried)) {
    const verdict = verdicts[turn.relay] ?? 'works'
    relays.settle(turn, verdict)
    tried.push(turn.relay)
    if (verdict !== 'away') break
  }
  return tried
}

test('the first relay gets everything while it is there', () => {
  const { relays } = setUp(3)
  for (let n = 0; n < 10; n += 1) expect(offer(relays, {})).toEqual([0])
})

test('a relay that is away is passed over for 5 s, then one mail probes it, and it is the first again', () => {
  const { relays, advance } = setUp(2)
  expect(offer(relays, { 0: 'away' })).toEqual([0, 1])
  advance(seconds(4.999))
  expect(offer(relays, {})).toEqual([1])
  advance(1)
  const probe = relays.next([]) as Turn
  expect(probe).toMatchObject({ relay: 0, probe: true })
  expect(offer(relays, {})).toEqual([1])
  relays.settle(probe, 'works')
  expect(offer(relays, {})).toEqual([0])
})

test('each probe that fails doubles the wait, to five minutes and no more', () => {
  const { relays, advance } = setUp(2)
  const waits: (number | undefined)[] = []
  for (let n = 0; n < 9; n += 1) {
    waits.push(relays.settle(relays.next([]) as Turn, 'away'))
    advance(waits.at(-1) ?? 0)
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300].map(seconds))
  offer(relays, {})
  expect(relays.settle(relays.next([]) as Turn, 'away')).toBe(seconds(5))
})

test('many mails that one outage hits put the relay aside once', () => {
  const { relays } = setUp(2)
  const turns = Array.from({ length: 5 }, () => relays.next([]) as Turn)
  expect(turns.map((turn) => relays.settle(turn, 'away'))).toEqual([seconds(5), ...Array(4).fill(undefined)])
})

test('an acceptance from before the outage does not bring the relay back', () => {
  const { relays } = setUp(2)
  const [slow, hit] = [relays.next([]) as Turn, relays.next([]) as Turn]
  relays.settle(hit, 'away')
  relays.settle(slow, 'works')
  expect(offer(relays, {})).toEqual([1])
})

test('a lost answer leaves a relay where it is, and a probe with one does not bring it back', () => {
  const { relays, advance } = setUp(2)
  expect(offer(relays, { 0: 'unknown' })).toEqual([0])
  expect(offer(relays, {})).toEqual([0])
  offer(relays, { 0: 'away' })
  advance(seconds(5))
  expect(offer(relays, { 0: 'unknown' })).toEqual([0])
  expect(offer(relays, {})).toEqual([1])
  advance(seconds(10))
  expect(offer(relays, {})).toEqual([0])
})

test('where all are aside, a mail asks the one whose time passes first, and no other', () => {
  const { relays, advance } = setUp(2)
  expect(offer(relays, { 0: 'away', 1: 'away' })).toEqual([0, 1])
  advance(seconds(5))
  expect(offer(relays, { 0: 'away', 1: 'away' })).toEqual([0, 1])
  advance(seconds(1))
  expect(offer(relays, { 0: 'away', 1: 'away' })).toEqual([0])
})

test('a single relay is asked by every mail', () => {
  const { relays } = setUp(1)
  for (let n = 0; n < 3; n += 1) expect(offer(relays, { 0: 'away' })).toEqual([0])
  expect(offer(relays, {})).toEqual([0])
})

test('whatever happens, each mail is tried once and no relay gets it twice', () => {
  const verdicts = fc.constantFrom<Verdict>('works', 'away', 'unknown')
  const steps = fc.array(fc.tuple(verdicts, fc.integer({ min: 0, max: 20_000 }), fc.nat({ max: 4 })), { maxLength: 60 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), steps, (count, moves) => {
      const { relays, advance } = setUp(count)
      const trails: number[][] = []
      const flying: { tried: number[]; turn: Turn }[] = []
      for (const [verdict, ms, pick] of moves) {
        advance(ms)
        const tried: number[] = []
        trails.push(tried)
        flying.push({ tried, turn: relays.next(tried) as Turn })
        const [mail] = flying.splice(pick % flying.length, 1)
        if (mail === undefined) continue
        relays.settle(mail.turn, verdict)
        mail.tried.push(mail.turn.relay)
        const turn = verdict === 'away' ? relays.next(mail.tried) : undefined
        if (turn !== undefined) flying.push({ tried: mail.tried, turn })
      }
      for (const { tried, turn } of flying) tried.push(turn.relay)
      expect(trails.filter((trail) => trail.length === 0)).toEqual([])
      expect(trails.filter((trail) => new Set(trail).size < trail.length)).toEqual([])
    })
  )
})
