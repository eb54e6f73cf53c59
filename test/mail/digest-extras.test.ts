import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestContent } from '../../services/mail/digest.ts'
import type { DigestExtra } from '../../services/mail/digest-extras.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import type { StyledRun } from '../../services/mail/styled-runs.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, extras, identity, paper } from '../golden/edition.ts'
import { joined, largestHtml, octets, slots } from '../golden/joined.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

const largest = (content: DigestContent) => largestHtml(compileDigest(templates, identity, content), content.selected)

test('late risers and corrections look as they were last looked at', async () => {
  const compiled = compileDigest(templates, identity, { ...edition, selected: 1, extras })
  const { html, text } = joined(compiled, (bit) => bit === 0 || bit >= 200)
  await expect(html).toMatchFileSnapshot('../golden/digest-extras.html')
  await expect(text).toMatchFileSnapshot('../golden/digest-extras.txt')
})

test('there is a heading for the kinds there are, and none without any', () => {
  const headings = (some: DigestExtra[]) =>
    Object.keys(compileDigest(templates, identity, { ...edition, extras: some }).headings)
  expect(headings(extras)).toEqual(['brief', 'late_riser', 'correction'])
  expect(headings(extras.slice(0, 1))).toEqual(['brief', 'late_riser'])
  expect(headings(extras.slice(2))).toEqual(['brief', 'correction'])
  expect(headings([])).toEqual(['brief'])
})

test('extras change neither the subject nor the count of papers, and every byte of them the hash', () => {
  const bare = compileDigest(templates, identity, edition)
  const hashes = new Set([bare.contentHash.toString('hex')])
  for (const some of [extras, extras.slice(1), extras.toReversed()]) {
    const compiled = compileDigest(templates, identity, { ...edition, extras: some })
    expect(compiled.subject).toBe(bare.subject)
    expect(compiled.htmlHead).toEqual(bare.htmlHead)
    expect(compileDigest(templates, identity, structuredClone({ ...edition, extras: some }))).toEqual(compiled)
    hashes.add(compiled.contentHash.toString('hex'))
  }
  expect(hashes.size).toBe(4)
})

/** As many scripts as a line has room for, each with a label of its own in the mail. */
const styled = (text: string): StyledRun[] =>
  Array.from(text.slice(0, 1000), (letter, at) => ({ text: letter, kind: at % 2 ? 'sub' : null }))
const scripts = styled('xi'.repeat(500))

test('late risers of nothing but scripts get a shorter line, and papers keep their summaries', () => {
  const risen = paper('Risen', { summary: 'xi'.repeat(500), summaryRuns: scripts, lineRuns: scripts, line: 'xi' })
  const some = Array.from({ length: 3 }, () => ({ kind: 'late_riser' as const, paper: risen }))
  const compiled = compileDigest(templates, identity, { ...edition, extras: some })
  const html = compiled.extras.map((extra) => decodeSegments([extra.html], slots))
  expect(octets(compiled.extras.map((extra) => extra.html))).toBeLessThanOrEqual(18_000)
  expect(html[0]).toMatch(/<p class="line"[^>]*>x<sub role="math" aria-label="sub i">i<\/sub>/)
  expect(compiled.htmlBlocks).toEqual(compileDigest(templates, identity, edition).htmlBlocks)
})

test('with as many and as large extras as there can be, no mail is over 90 KB', () => {
  const text = fc
    .tuple(
      fc.constantFrom('An Ordinary Title ', '<&"\'>', '大規模言語モデル', '👩‍🔬🧪'),
      fc.integer({ min: 1, max: 40 })
    )
    .map(([script, times]) => script.repeat(times))
  const large = fc.tuple(text, fc.boolean()).map(([words, withLongLinks]) => {
    const link = withLongLinks ? `https://example.org/?${'a&'.repeat(130)}` : 'https://arxiv.org/abs/2608.01234'
    return paper(words, {
      authors: Array(4).fill(words),
      summary: words.repeat(20),
      machineSummaryUrl: link,
      reason: words,
      links: { paper: link, pdf: link, code: link, project: link }
    })
  })
  const content = fc.record({
    papers: fc.array(large, { minLength: 200, maxLength: 200 }),
    selected: fc.constantFrom(20, 60, 200)
  })
  fc.assert(
    fc.property(content, fc.array(large, { minLength: 15, maxLength: 15 }), fc.boolean(), (...drawn) => {
      const [{ papers, selected }, risen, withStyles] = drawn
      const some = risen.map((one, slot) => ({
        kind: slot < 3 ? ('late_riser' as const) : ('correction' as const),
        paper: withStyles ? { ...one, titleRuns: styled(one.title), lineRuns: scripts, line: 'xi'.repeat(500) } : one
      }))
      const compiled = compileDigest(templates, identity, { ...edition, papers, selected, extras: some })
      expect(largestHtml(compiled, selected)).toBeLessThanOrEqual(90_000)
      expect(octets(compiled.extras.map(({ html }) => html))).toBeLessThanOrEqual(18_000)
    }),
    { numRuns: 5, endOnFailure: true }
  )
})

test('extras of the longest texts there can be have 18 KB together', () => {
  for (const script of ['<&"\'>', '👩‍🔬🧪']) {
    const longest = paper(script.repeat(100), {
      titleRuns: styled(script.repeat(100)),
      line: 'xi'.repeat(500),
      lineRuns: scripts,
      reason: script.repeat(100),
      links: { paper: `https://example.org/?${'a&'.repeat(130)}` }
    })
    const some = Array.from({ length: 15 }, (_, slot) => ({
      kind: slot < 3 ? ('late_riser' as const) : ('correction' as const),
      paper: longest
    }))
    const compiled = compileDigest(templates, identity, { ...edition, extras: some })
    expect(octets(compiled.extras.map(({ html }) => html))).toBeLessThanOrEqual(18_000)
  }
})

test('extras take their room from the papers of a mail, not from its size', () => {
  const long = 'A sentence of an abstract that goes on about what was done. '.repeat(50)
  const papers = Array.from({ length: 60 }, (_, index) =>
    paper(`${index}: ${'A Usual Title '.repeat(4)}`, { summary: long })
  )
  const content = { ...edition, papers, selected: 20 }
  expect(largest({ ...content, extras: [...extras, ...extras] })).toBeLessThanOrEqual(60_000)
})
