import * as fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { type Bounce, countedBounces, recordBounces } from '../../services/subscribers/bounced.ts'
import { aSubscriber, stateOf } from '../support/cast.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()
let anna: number
beforeEach(async () => {
  await database.pool.query('truncate subscribers cascade')
  anna = await aSubscriber(database.db, { address: 'anna@example.org' })
})

const dayOf = (n: number) => new Date(Date.UTC(2026, 10, 1 + n)).toISOString().slice(0, 10)
const momentOf = (n: number) => new Date(Date.UTC(2026, 10, 2 + n, 8))

/** The edition of day `n` is refused for this reason. */
function bounce(n: number, kind: Bounce['kind'], change: Partial<Bounce> = {}): Bounce {
  return { subscriberId: anna, kind, at: momentOf(n), editionDay: dayOf(n), recovered: false, ...change }
}
const record = (...bounces: Bounce[]) => recordBounces(database.db, bounces, momentOf(100))
const state = () => stateOf(database.db, 'anna@example.org')

async function afterEach(bounces: Bounce[]): Promise<(string | undefined)[]> {
  const states: (string | undefined)[] = []
  for (const one of bounces) {
    await record(one)
    states.push(await state())
  }
  return states
}

test('an address that is not there is suppressed as a bounce at once', async () => {
  expect(await record(bounce(1, 'address'))).toEqual([anna])
  const { rows } = await database.pool.query('select state, suppression, state_changed_at from subscribers')
  expect(rows).toEqual([{ state: 'suppressed', suppression: 'bounce', state_changed_at: momentOf(100) }])
})

test('a mailbox that is switched off is suppressed with the second edition within 30 days', async () => {
  expect(await afterEach([bounce(1, 'disabled'), bounce(31, 'disabled')])).toEqual(['active', 'suppressed'])
})

test('two editions more than 30 days apart are no reason, and the later begins anew', async () => {
  const states = await afterEach([bounce(1, 'disabled'), bounce(32, 'disabled'), bounce(40, 'disabled')])
  expect(states).toEqual(['active', 'active', 'suppressed'])
})

test.each(['full', 'other'] as const)(
  'five editions in a row over 14 days that end with %s are enough',
  async (kind) => {
    const days = [1, 4, 8, 11, 15]
    expect(await afterEach(days.map((n) => bounce(n, kind)))).toEqual([...Array(4).fill('active'), 'suppressed'])
  }
)

test('ten editions within 13 days are not, the first after 14 days is', async () => {
  const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 14]
  expect(new Set(await afterEach(days.map((n) => bounce(n, 'full'))))).toEqual(new Set(['active']))
  await record(bounce(15, 'full'))
  expect(await state()).toBe('suppressed')
})

test('four editions over a month are not', async () => {
  expect(new Set(await afterEach([1, 10, 20, 30].map((n) => bounce(n, 'full'))))).toEqual(new Set(['active']))
})

test('an edition that was accepted in between ends the row', async () => {
  await afterEach([1, 4, 8, 11].map((n) => bounce(n, 'full')))
  await record(bounce(15, 'full', { recovered: true }))
  await afterEach([18, 22, 26].map((n) => bounce(n, 'full')))
  expect(await state()).toBe('active')
  await record(bounce(29, 'full'))
  expect(await state()).toBe('suppressed')
})

test('one edition counts once, however often it is told', async () => {
  await afterEach(Array.from({ length: 10 }, () => bounce(1, 'disabled')))
  await record(...Array.from({ length: 10 }, () => bounce(30, 'full')))
  expect(await state()).toBe('active')
  const { rows } = await database.pool.query('select soft, soft_since::text, disabled_on::text from bounce_counts')
  expect(rows).toEqual([{ soft: 1, soft_since: dayOf(30), disabled_on: dayOf(1) }])
})

test('several editions told at once, in any order, count as if told one by one', async () => {
  await record(...[11, 1, 15, 8, 4].map((n) => bounce(n, 'full')))
  expect(await state()).toBe('suppressed')
})

test('a mail that is no edition counts only where one bounce is enough', async () => {
  for (const kind of ['disabled', 'full', 'other'] as const) await record(bounce(1, kind, { editionDay: null }))
  expect(await countedBounces(database.db, [anna])).toEqual([])
  await record(bounce(1, 'address', { editionDay: null }))
  expect(await state()).toBe('suppressed')
})

test.each([
  ['pending', undefined],
  ['unsubscribed', undefined],
  ['suppressed', 'complaint'],
  ['suppressed', 'not_me']
] as const)('a reader who is %s %s stays so', async (was, suppression) => {
  const address = 'ben@example.org'
  const id = await aSubscriber(database.db, { address, state: was, ...(suppression && { suppression }) })
  expect(await record(bounce(1, 'address', { subscriberId: id }))).toEqual([])
  const { rows } = await database.pool.query('select state, suppression from subscribers where id = $1', [id])
  expect(rows).toEqual([{ state: was, suppression: suppression ?? null }])
})

test('a paused reader whose address is gone is suppressed, and the pause does not bring them back', async () => {
  const id = await aSubscriber(database.db, { address: 'ben@example.org', state: 'paused' })
  expect(await record(bounce(1, 'address', { subscriberId: id }))).toEqual([id])
})

test('what bounced before a reader came back says nothing about now', async () => {
  await afterEach([1, 4, 8, 11].map((n) => bounce(n, 'full')))
  await database.pool.query('update subscribers set state_changed_at = $1', [momentOf(12)])
  expect(await record(bounce(11, 'address'))).toEqual([])
  await record(bounce(15, 'full'))
  expect(await state()).toBe('active')
  const { rows } = await database.pool.query('select soft from bounce_counts')
  expect(rows).toEqual([{ soft: 1 }])
})

test('who is suppressed has nothing counted any more', async () => {
  await record(bounce(1, 'full'))
  expect(await countedBounces(database.db, [anna, anna + 1])).toEqual([{ subscriberId: anna, countedOn: dayOf(1) }])
  await record(bounce(2, 'address'))
  expect(await countedBounces(database.db, [anna])).toEqual([])
})

test('the same bounces told by many at once suppress each reader once', async () => {
  const ids = [anna]
  for (let n = 0; n < 20; n += 1) ids.push(await aSubscriber(database.db, { address: `reader-${n}@example.org` }))
  const all = ids.map((subscriberId) => bounce(1, 'address', { subscriberId }))
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, n) => recordBounces(database.db, n % 2 === 0 ? all : all.toReversed(), momentOf(2)))
  )
  expect(told.flat().toSorted((a, b) => a - b)).toEqual(ids)
})

/** The rules again, as a person would count them. */
function judged(bounces: readonly Bounce[]): boolean {
  let soft: number[] = []
  let off: number | undefined
  let newest = 0
  for (const { kind, editionDay, recovered } of bounces) {
    if (kind === 'address') return true
    const day = Date.parse(editionDay ?? '') / 86_400_000
    if (recovered) [soft, off, newest] = [[], undefined, 0]
    if (day <= newest) continue
    newest = day
    if (kind === 'disabled') {
      if (off !== undefined && day - off <= 30) return true
      off = day
    } else {
      soft.push(day)
      if (soft.length >= 5 && day - (soft[0] ?? day) >= 14) return true
    }
  }
  return false
}

test('any history ends as the rules say', async () => {
  const kinds = fc.constantFrom<Bounce['kind']>('full', 'full', 'other', 'disabled')
  const step = fc.record({
    kind: kinds,
    gap: fc.integer({ min: 0, max: 20 }),
    recovered: fc.integer({ min: 0, max: 9 })
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.boolean(), async (steps, dies) => {
      const id = await aSubscriber(database.db, { address: `r${Math.random()}@example.org` })
      let day = 0
      const history = steps.map(({ kind, gap, recovered }) => {
        day += gap
        return bounce(day, kind, { subscriberId: id, recovered: recovered === 0 && gap > 0 })
      })
      if (dies) history.push(bounce(day + 1, 'address', { subscriberId: id }))
      const suppressed: number[] = []
      for (const one of history) suppressed.push(...(await record(one)))
      expect(suppressed).toEqual(judged(history) ? [id] : [])
    }),
    { numRuns: 60 }
  )
})
