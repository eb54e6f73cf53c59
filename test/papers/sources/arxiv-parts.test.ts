import { expect, test } from 'vitest'
import { announcementDay, isWeekend, writtenDay } from '../../../services/papers/sources/arxiv/announcement-day.ts'
import { readAuthors } from '../../../services/papers/sources/arxiv/author-list.ts'
import { oaiSet } from '../../../services/papers/sources/arxiv/oai-set.ts'
import { parseVersionedId } from '../../../services/papers/sources/arxiv/versioned-id.ts'
import { saysWithdrawn } from '../../../services/papers/sources/withdrawal.ts'

test.each([
  ['Ada Example, Bob Sample', ['Ada Example', 'Bob Sample']],
  ['Ada Example (Univ. of X, Y), Bob Sample (Z)', ['Ada Example', 'Bob Sample']],
  ['Ada Example ((1) and (2, 3)), Bob Sample', ['Ada Example', 'Bob Sample']],
  ['Ada Example and Bob Sample', ['Ada Example', 'Bob Sample']],
  ['Ada Example, Bob Sample, and C. Third', ['Ada Example', 'Bob Sample', 'C. Third']],
  ['Sandy Anders, Leland And', ['Sandy Anders', 'Leland And']],
  ['Ada Example, Jr., Bob Sample, III', ['Ada Example Jr.', 'Bob Sample III']],
  [String.raw`Erd\H{o}s Sample, Schr\"odinger`, ['Erdős Sample', 'Schrödinger']],
  ['Ada (Unclosed, Bob Sample', ['Ada (Unclosed', 'Bob Sample']],
  ['Ada) Closed, Bob (Sample', ['Ada) Closed', 'Bob (Sample']],
  [' , ,Ada,, ', ['Ada']],
  ['', []]
])('the authors of %j are split outside of parentheses', (line, names) => {
  expect(readAuthors(line)).toEqual(names)
})

test('a line of authors without end takes no time', () => {
  const begun = performance.now()
  for (const piece of ['(', ')', ', ', 'and ', ' ', 'x'])
    expect(readAuthors(piece.repeat(200_000)).length).toBeLessThanOrEqual(5000)
  expect(performance.now() - begun).toBeLessThan(2000)
})

test.each([
  ['oai:arXiv.org:2611.09991v1', { arxivId: '2611.09991', version: 1 }],
  ['https://arxiv.org/abs/hep-th/9901001v12', { arxivId: 'hep-th/9901001', version: 12 }],
  ['2611.09991', { arxivId: '2611.09991' }],
  ['math.CA/0611800v2', { arxivId: 'math/0611800', version: 2 }],
  ['2611.09991v0', undefined],
  ['2611.09991v99999', { arxivId: '2611.09991' }],
  ['2611.0999', undefined]
])('%s is read with its version', (text, id) => {
  expect(parseVersionedId(text)).toEqual(id)
})

test.each([
  ['cs.CL', 'cs:cs:CL'],
  ['cs', 'cs:cs'],
  ['eess.IV', 'eess:eess:IV'],
  ['q-bio.NC', 'q-bio:q-bio:NC'],
  ['hep-th', 'physics:hep-th'],
  ['astro-ph.CO', 'physics:astro-ph:CO'],
  ['cond-mat.dis-nn', 'physics:cond-mat:dis-nn']
])('%s is the set %s', (category, set) => {
  expect(oaiSet(category)).toBe(set)
})

test.each([
  ['2026-11-20T04:59:59Z', '2026-11-19'],
  ['2026-11-20T05:00:00Z', '2026-11-20'],
  ['2026-07-20T03:59:59Z', '2026-07-19'],
  ['2026-07-20T04:00:00Z', '2026-07-20']
])('at %s the feeds are those of %s', (instant, day) => {
  expect(announcementDay(new Date(instant))).toBe(day)
})

test.each([
  ['Fri, 20 Nov 2026 00:00:00 -0500', '2026-11-20'],
  ['1 Jun 2026 04:00:00 GMT', '2026-06-01'],
  ['20 Brumaire 2026', undefined],
  ['2026-11-20', undefined]
])('%s is written as %s', (text, day) => {
  expect(writtenDay(text)).toBe(day)
})

test('Saturdays and Sundays are weekend', () => {
  expect(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map(isWeekend)).toEqual([false, true, true, false])
})

test.each([
  [{ abstract: 'This paper has been withdrawn by the author due to an error.' }, true],
  [{ abstract: '  Is withdrawn.' }, true],
  [{ abstract: 'This manuscript is withdrawn' }, true],
  [{ comment: 'Retracted by the authors' }, true],
  [{ abstract: 'We study papers that have been withdrawn or retracted.' }, false],
  [{ abstract: 'This paper studies money withdrawn from banks.', comment: '12 pages' }, false],
  [{}, false]
])('%j: withdrawn is %s', (words, withdrawn) => {
  expect(saysWithdrawn(words)).toBe(withdrawn)
})
