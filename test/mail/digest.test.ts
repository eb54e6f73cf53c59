import { beforeAll, expect, test } from 'vitest'
import { byDefault } from '../../services/editions/chosen-blocks.ts'
import { compileDigest, type DigestContent } from '../../services/mail/digest.ts'
import type { DigestPaper } from '../../services/mail/digest-paper.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity, paper, papers } from '../golden/edition.ts'
import { joined, slots } from '../golden/joined.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

/** The two bodies of the mail of a reader without a selection. */
function bodies(content: DigestContent) {
  const segments = compileDigest(templates, identity, content)
  return { ...segments, ...joined(segments, byDefault({ ...segments, selected: content.selected })) }
}

test('the digest looks as it was last looked at', async () => {
  const { html, text } = bodies(edition)
  await expect(html).toMatchFileSnapshot('../golden/digest.html')
  await expect(text).toMatchFileSnapshot('../golden/digest.txt')
})

test('the sample edition says that it is one', async () => {
  const { html, text, subject } = bodies({ ...edition, day: undefined, note: 'Made for the first start.' })
  await expect(text).toMatchFileSnapshot('../golden/digest-sample.txt')
  expect(subject).toBe('Sample edition: Lighthouse: Small Models That Know When to Ask + 6 more')
  for (const body of [html, text]) {
    expect(body).toContain('This is a sample')
    expect(body).toContain('https://papers.example.org/editions/sample')
    expect(body).toContain('Made for the first start.')
    expect(body.replaceAll(/Hugging Face Daily Papers of.*|.*huggingface.*/g, '')).not.toContain('August')
  }
})

test('both parts say who, when, how many, where to read it and how to leave', () => {
  const { html, text } = bodies(edition)
  for (const body of [html, text]) {
    expect(body).toContain('Daily Papers')
    expect(body).toContain('by Ines Vermeer')
    expect(body).toContain('Wednesday, August 19, 2026')
    expect(body).toContain('7 papers from 1,072 candidates.')
    expect(body).toContain('https://papers.example.org/editions/2026-08-19')
    expect(body).toContain(slots.unsubscribe)
    expect(body).toContain(slots.preferences)
    expect(body).toContain('Forwarded to you? ')
    expect(body).toContain('12 Harbour Lane, 1017 Amsterdam, Netherlands')
    expect(body).toContain('hello@example.org')
    expect(body).toContain('Thank you to arXiv for use of its open access interoperability.')
    expect(body).toContain('Ada Winterbourne, Kofi Mensah-Lund, Mirela Stoica and 2 more')
    expect(body).toContain('212 votes on Hugging Face, the most of the day.')
    expect(body).toContain('https://github.com/example/lighthouse')
  }
})

test('what is not configured leaves no trace', () => {
  const bare = {
    ...identity,
    curator: undefined,
    operatorName: undefined,
    postalAddress: undefined,
    contactEmail: undefined
  }
  const { htmlHead, htmlTail } = compileDigest(templates, bare, {
    ...edition,
    papers: [paper('One')],
    selected: 1,
    candidates: 1
  })
  const frame = decodeSegments([htmlHead, htmlTail], slots)
  expect(frame).not.toMatch(/by Ines|undefined|null|mailto:|<p class[^>]*>\s*<\/p>/)
  expect(frame).toContain('1 paper from 1 candidate.')
})

test.each([
  ['Short and whole', 1, 'Short and whole'],
  ['Short and whole', 3, 'Short and whole + 2 more'],
  ['Named: With an Explanation That Goes On for Longer Than a Subject Line Has Room', 2, 'Named + 1 more'],
  [
    'A Title without a Name That Goes On for Longer Than a Subject Line Has Room',
    1,
    'A Title without a Name That Goes On for Longer Than a Subject…'
  ],
  ['Two\r\nBcc: eve@example.org \u202Elines\u0000\uD800', 1, 'Two Bcc: eve@example.org lines \uFFFD'],
  ['x'.repeat(400), 200, `${'x'.repeat(63)}… + 199 more`]
])('the subject of %j is short and on one line', (title, count, subject) => {
  const pool = Array.from({ length: count }, () => paper(title))
  expect(compileDigest(templates, identity, { ...edition, papers: pool, selected: count }).subject).toBe(subject)
})

test('the preheader has the titles that the subject has not', () => {
  const { html } = bodies({
    ...edition,
    papers: ['One', 'Two', 'Three', 'Four', 'Five'].map((title) => paper(title)),
    selected: 5
  })
  expect(html).toMatch(/<div style="display:none;[^>]*>Two · Three · Four · Five[^<]*<\/div>/)
})

test('the preheader of a single paper has its line, or why it is there if a machine wrote that', () => {
  const preheader = (machineSummaryUrl?: string) => {
    const one = paper('One', { summary: 'What it did.', reason: 'Why it is there.', machineSummaryUrl })
    return bodies({ ...edition, papers: [one], selected: 1 }).html.match(
      /<div style="display:none;[^>]*>([^<\u00A0&]+)/
    )?.[1]
  }
  expect(preheader()).toBe('What it did.')
  expect(preheader('https://huggingface.co/papers/2608.00001')).toBe('Why it is there.')
})

test('the same content is the same bytes, and other content another hash', () => {
  const first = compileDigest(templates, identity, edition)
  expect(compileDigest(templates, identity, structuredClone(edition))).toEqual(first)
  const changed = papers.with(5, { ...(papers[5] as DigestPaper), reason: 'Another reason.' })
  expect(compileDigest(templates, identity, { ...edition, papers: changed }).contentHash).not.toEqual(first.contentHash)
})

test('links other than plain http and https are left out of both parts', () => {
  const { html, text } = bodies(edition)
  for (const body of [html, text]) expect(body).not.toMatch(/javascript:|data:|user:secret/)
  const hrefs = [...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href as string)
  expect(hrefs.every((href) => /^(https:\/\/|mailto:hello@example\.org$)/.test(href))).toBe(true)
})
