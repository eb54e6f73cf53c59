import { beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestContent } from '../../services/mail/digest.ts'
import type { DigestPaper } from '../../services/mail/digest-paper.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import type { StyledRun } from '../../services/mail/styled-runs.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity, paper } from '../golden/edition.ts'
import { slots } from '../golden/joined.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

const titleRuns: StyledRun[] = [{ text: 'V' }, { text: '0.5', kind: 'sub' }, { text: ' & <SEG>' }]
const styled = { titleRuns, summary: 'So 10⁻³ it is.', summaryRuns: runs('So 10', ['−3', 'sup'], ' it is.') }

function runs(...parts: (string | [string, StyledRun['kind']])[]): StyledRun[] {
  return parts.map((part) => (typeof part === 'string' ? { text: part } : { text: part[0], kind: part[1] ?? null }))
}

function compiled(papers: DigestPaper[], rest: Partial<DigestContent> = {}) {
  const segments = compileDigest(templates, identity, { ...edition, papers, selected: papers.length, ...rest })
  const decoded = (parts: Buffer[]) => decodeSegments(parts, slots)
  return {
    segments,
    subject: segments.subject,
    html: segments.htmlBlocks.map((block) => decoded([block])),
    text: segments.textBlocks.map((block) => decoded([block])),
    extras: segments.extras.map(({ html, text }) => ({ html: decoded([html]), text: decoded([text]) })),
    head: decoded([segments.htmlHead])
  }
}

test('styles are in the HTML part; text part, subject and preheader are plain', () => {
  const { html, text, subject, head } = compiled([paper('V_0.5 & <SEG>', styled)])
  expect(html[0]).toContain('>V<sub role="math" aria-label="sub 0.5">0.5</sub> &amp; &lt;SEG&gt;</a></h2>')
  expect(html[0]).toContain('So 10<sup role="math" aria-label="to the power −3">−3</sup> it is.</p>')
  expect(text[0]).toContain('V_0.5 & <SEG>')
  expect(text[0]).toContain('So 10⁻³ it is.')
  expect(subject).toBe('V_0.5 & <SEG>')
  expect(head).toContain('>So 10⁻³ it is.')
})

test('late risers and corrections have them too', () => {
  const extras = (['late_riser', 'correction'] as const).map((kind) => ({
    kind,
    paper: paper('V_0.5 & <SEG>', styled)
  }))
  const [late, correction] = compiled([paper('One')], { extras }).extras
  expect(late?.html).toContain('V<sub role="math" aria-label="sub 0.5">0.5</sub> &amp; &lt;SEG&gt;')
  expect(late?.html).toContain('So 10<sup role="math" aria-label="to the power −3">−3</sup> it is.')
  expect(correction?.html).toContain('V<sub role="math" aria-label="sub 0.5">0.5</sub> &amp; &lt;SEG&gt;')
  expect(late?.text).toContain('So 10⁻³ it is.')
})

test('a long summary is cut on its styles, never inside a script', () => {
  const filling = 'word '.repeat(65)
  const { html } = compiled([
    paper('Long', {
      summary: `${filling}and x_(a b c d) more words here`,
      summaryRuns: runs(filling, ['and', 'em'], ' x', ['a b c d e f g h i', 'sub'], ' more words here')
    })
  ])
  expect(html[0]).toContain(`${filling}<em>and</em>…</p>`)
})

test('a run is one line of text in a known style, whatever it says', () => {
  const hostile = [
    { text: ' a\r\n', kind: 'sub' },
    { text: ' \u202Eb\u0000 ', kind: 'script' },
    { text: '<img src=x onerror=alert(1)>', kind: 'img src=x' },
    { text: '{{ subject }}{% raw %}', kind: 'sup', href: 'javascript:alert(1)' }
  ] as StyledRun[]
  const { html } = compiled([paper('A', { titleRuns: hostile })])
  expect(html[0]).toContain(
    '><sub role="math" aria-label="sub a">a </sub>b &lt;img src=x onerror=alert(1)&gt;' +
      '<sup role="math" aria-label="superscript {{ subject }}{% raw %}">{{ subject }}{% raw %}</sup></a>'
  )
  expect(compiled([paper('A', { titleRuns: [{ text: '\u0000', kind: 'em' }] })]).html[0]).toContain('>A</a></h2>')
})

test('a mail of 60 papers in which each letter is a style is within 90 KB', () => {
  const letters = Array.from(
    'abcdefghij'.repeat(30),
    (text, at): StyledRun => ({ text, kind: at % 2 ? 'strong' : 'code' })
  )
  const papers = Array.from({ length: 60 }, (_, index) =>
    paper(`${index} ${'abcdefghij'.repeat(20)}`, {
      titleRuns: letters,
      summary: 'abcdefghij'.repeat(30),
      summaryRuns: letters,
      links: { paper: `https://example.org/?${'a&'.repeat(130)}` }
    })
  )
  const extras = papers.slice(0, 15).map((one) => ({ kind: 'correction' as const, paper: one }))
  const { segments } = compiled(papers, { extras })
  const body = decodeSegments(
    [segments.htmlHead, ...segments.htmlBlocks, ...segments.extras.map(({ html }) => html), segments.htmlTail],
    slots
  )
  expect(Buffer.byteLength(body.replaceAll('\n', '\r\n'))).toBeLessThanOrEqual(90_000)
})
