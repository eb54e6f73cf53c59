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

/** What a reason says that its paper's signals do not. */
function falseClaims(reason: string, { latest, earlier, votes, source, pick, position }: Paper): string[] {
  if (pick !== null) return reason.startsWith('Picked by Ada') ? [] : ['not the curator']
  const said = (pattern: RegExp) => pattern.exec(reason)?.[1]?.replaceAll(',', '')
  const known = latest?.votes ?? votes
  const gained = said(/^\+([\d,]+) votes? (?:since|in)/)
  const rose = gained !== undefined && latest !== null && earlier !== null
  const checks: Record<string, boolean> = {
    'a rise without two readings': gained === undefined || rose,
    'another rise': !rose || Number(gained) === (latest.votes ?? 0) - (earlier.votes ?? 0),
    'readings too close': !rose || hoursBetween(earlier.seenAt, latest.seenAt) >= 20,
    'old news': !rose || hoursBetween(latest.seenAt, at) <= 12,
    'not yesterday': !rose || !reason.includes('yesterday') || hoursBetween(earlier.seenAt, at) <= 36,
    'other votes': [undefined, String(known)].includes(said(/^([\d,]+) votes?/)),
    'other stars': [undefined, String(latest?.stars)].includes(said(/, ([\d,]+) stars?$/)),
    'votes of others': !reason.includes('Hugging Face') || (latest?.votes ?? null) !== null || source === 'huggingface',
    'another place': [undefined, String(position)].includes(said(/^No\. (\d+) on the list/)),
    'no sense': !/undefined|null|NaN|\n/.test(reason)
  }
  return Object.keys(checks).filter((claim) => checks[claim] === false)
}

test('no reason claims what was not written down', () => {
  fc.assert(
    fc.property(someSignals, (signals) => {
      expect(falseClaims(reasonOf(signals), paper('x', signals))).toEqual([])
    }),
    { numRuns: 1000 }
  )
})

test('a false claim would be seen', () => {
  const risen = paper('x', rise(1, 25))
  expect(falseClaims('+120 votes since yesterday, 3,400 stars', risen)).toEqual([])
  expect(falseClaims('+120 votes since yesterday', paper('x'))).toEqual(['a rise without two readings'])
  expect(falseClaims('+121 votes since yesterday', risen)).toEqual(['another rise'])
  expect(falseClaims('+120 votes since yesterday', paper('x', rise(13, 37)))).toEqual(['old news', 'not yesterday'])
  expect(falseClaims('42 votes on Hugging Face Daily Papers', paper('x', { source: 'json', votes: 42 }))).toEqual([
    'votes of others'
  ])
})
