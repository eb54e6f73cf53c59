import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hoursBetween } from '../../services/papers/ranking/movement.ts'
import { reasonFor } from '../../services/papers/ranking/reason.ts'
import { at, type Paper, paper, reading, someSignals } from './ranking-signals.ts'

const reasonOf = (signals: Partial<Paper>) => reasonFor(paper('x', signals), at)
const rise = (newer: number, older: number, votes = 140) => ({
  latest: reading(newer, { votes, stars: 3400 }),
  earlier: reading(older, { votes: 20 })
})

test.each<[string, Partial<Paper>, string]>([
  ['a rise', rise(1, 25), '+120 votes since yesterday, 3,400 stars'],
  ['a rise by one', rise(1, 25, 21), '+1 vote since yesterday, 3,400 stars'],
  [
    'a rise without stars',
    { ...rise(1, 25), latest: reading(1, { votes: 140, stars: 0 }) },
    '+120 votes since yesterday'
  ],
  ['a rise over a day that was not read', rise(1, 40), '+120 votes in two days, 3,400 stars'],
  ['readings too close', rise(1, 20), '140 votes on Hugging Face Daily Papers, 3,400 stars'],
  ['a newest reading of half a day ago', rise(13, 37), '140 votes on Hugging Face Daily Papers, 3,400 stars'],
  ['an older reading of long ago', rise(1, 50), '140 votes on Hugging Face Daily Papers, 3,400 stars'],
  ['no rise', rise(1, 25, 20), '20 votes on Hugging Face Daily Papers, 3,400 stars'],
  ['a fall', rise(1, 25, 12), '12 votes on Hugging Face Daily Papers, 3,400 stars'],
  ['first sight', { latest: reading(1, { votes: 42 }) }, '42 votes on Hugging Face Daily Papers'],
  [
    'one vote and one star',
    { latest: reading(1, { votes: 1, stars: 1 }) },
    '1 vote on Hugging Face Daily Papers, 1 star'
  ],
  ['a listing without a reading', { votes: 1200 }, '1,200 votes on Hugging Face Daily Papers'],
  ['votes of an import, which are of nobody we know', { source: 'json', votes: 42 }, '42 votes'],
  [
    'an import that a reading confirmed',
    { source: 'json', votes: 42, latest: reading(1, { votes: 50 }) },
    '50 votes on Hugging Face Daily Papers'
  ],
  [
    'votes not told',
    { source: 'saved-page', position: 3, feedDay: '2025-08-19' },
    'No. 3 on the list of August 19, 2025'
  ],
  ['no votes yet', { votes: 0, position: 7, feedDay: '2025-08-19' }, 'No. 7 on the list of August 19, 2025'],
  [
    'a pick with a note',
    { votes: 9, pick: { curator: 'Ada', note: 'worth your coffee', pinned: 1 } },
    'Picked by Ada: worth your coffee'
  ],
  ['a pick without', { ...rise(1, 25), pick: { curator: 'Ada', note: null, pinned: null } }, 'Picked by Ada']
])('%s', (_what, signals, reason) => {
  expect(reasonOf(signals)).toBe(reason)
})

test('no reason claims what was not written down', () => {
  fc.assert(
    fc.property(someSignals, (signals) => {
      const { latest, earlier, votes, source, pick, position } = paper('x', signals)
      const reason = reasonOf(signals)
      if (reason.startsWith('Picked by')) {
        expect(pick).not.toBeNull()
        return
      }
      const said = (pattern: RegExp) => {
        const found = pattern.exec(reason)?.[1]
        return found === undefined ? undefined : Number(found.replaceAll(',', ''))
      }
      const gained = said(/^\+([\d,]+) votes? (?:since|in)/)
      if (gained !== undefined) {
        expect(gained).toBe((latest?.votes ?? Number.NaN) - (earlier?.votes ?? Number.NaN))
        expect(hoursBetween(earlier?.seenAt ?? at, latest?.seenAt ?? at)).toBeGreaterThanOrEqual(20)
        expect(hoursBetween(latest?.seenAt ?? new Date(0), at)).toBeLessThanOrEqual(12)
        if (reason.includes('yesterday')) expect(hoursBetween(earlier?.seenAt ?? at, at)).toBeLessThanOrEqual(36)
      }
      const all = said(/^([\d,]+) votes?/)
      if (all !== undefined) expect(all).toBe(latest?.votes ?? votes)
      const stars = said(/, ([\d,]+) stars?$/)
      if (stars !== undefined) expect(stars).toBe(latest?.stars)
      if (reason.includes('Hugging Face')) expect(latest?.votes ?? (source === 'huggingface' ? votes : null)).toBe(all)
      const place = said(/^No\. (\d+) on the list/)
      if (place !== undefined) expect(place).toBe(position)
      expect(reason).not.toMatch(/undefined|null|NaN|\n/)
    }),
    { numRuns: 1000 }
  )
})
