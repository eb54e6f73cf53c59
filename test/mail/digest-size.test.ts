import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest } from '../../services/mail/digest.ts'
import { type DigestPaper } from '../../services/mail/digest-paper.ts'
import { shorten } from '../../services/mail/message-plain.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity, paper } from '../golden/edition.ts'
import { joined, largestHtml } from '../golden/joined.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

/** Octets of the HTML part, as decoded, of the largest mail of `selected` papers. */
function largest(papers: DigestPaper[], selected: number): number {
  const segments = compileDigest(templates, identity, { ...edition, papers, selected })
  expect(segments.htmlBlocks.length).toBe(papers.length)
  return largestHtml(segments, selected)
}

const long = 'A sentence of an abstract that goes on about what was done & how well it "worked". '.repeat(36)
const everything = {
  authors: ['Ada Winterbourne-Featherstonehaugh', 'Kofi Mensah-Lund', 'Mirela Stoica', 'Tomás Arregui'],
  summary: long,
  topics: ['language models', 'reinforcement learning', 'evaluation'],
  links: {
    paper: 'https://arxiv.org/abs/2608.01234',
    pdf: 'https://arxiv.org/pdf/2608.01234',
    code: 'https://github.com/an-organization/a-repository-of-code',
    project: 'https://an-organization.example.org/projects/a-project/'
  }
}

test('twenty papers with 3 KB summaries stay under 60 KB', () => {
  const papers = Array.from({ length: 60 }, (_, index) =>
    paper(`${index}: ${'A Title of the Usual Length '.repeat(3)}`, everything)
  )
  expect(largest(papers, 20)).toBeLessThanOrEqual(60_000)
})

test('from 1 to 200 papers of any script, no choice of readers makes a mail over 90 KB', () => {
  const scripts = fc.constantFrom('An Ordinary Title ', '<&"\'>', '大規模言語モデル', '👩‍🔬🧪', 'é'.repeat(50))
  const length = fc.integer({ min: 1, max: 40 })
  const papers = fc
    .tuple(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.tuple(scripts, length, fc.boolean()), { minLength: 1, maxLength: 8 })
    )
    .map(([count, kinds]) =>
      Array.from({ length: count }, (_, index) => {
        const [script, times, withLongLink] = kinds[index % kinds.length] as [string, number, boolean]
        const text = script.repeat(times)
        const link = withLongLink ? `https://example.org/?${'a&'.repeat(130)}` : 'https://arxiv.org/abs/2608.01234'
        return paper(text, {
          ...everything,
          summary: script.repeat(600).slice(0, 3000),
          links: { ...everything.links, paper: link }
        })
      })
    )
  fc.assert(
    fc.property(papers, fc.integer({ min: 1, max: 200 }), (pool, selected) => {
      expect(largest(pool, selected)).toBeLessThanOrEqual(90_000)
    }),
    {
      numRuns: 6,
      examples: [
        [
          Array.from({ length: 200 }, () =>
            paper('👩‍🔬🧪'.repeat(100), { ...everything, links: { paper: `https://example.org/?${'a&'.repeat(130)}` } })
          ),
          200
        ]
      ]
    }
  )
})

test('a reader who gets only the largest papers of a mixed pool stays under 90 KB too', () => {
  const papers = Array.from({ length: 200 }, (_, index) =>
    index % 2 === 0 ? paper('Small', { summary: undefined }) : paper('Large '.repeat(30), everything)
  )
  expect(largest(papers, 45)).toBeLessThanOrEqual(90_000)
})

test('the first five of a mail are in full, ten have one line and the rest are titles, whoever reads', () => {
  const papers = Array.from({ length: 200 }, (_, index) => paper(`Paper ${index + 1}`, everything))
  const segments = compileDigest(templates, identity, { ...edition, papers, selected: 200 })
  for (const isChosen of [() => true, (bit: number) => bit % 3 === 2, (bit: number) => bit >= 180]) {
    const chosen = papers.filter((_, index) => isChosen(index))
    const { html } = joined(segments, isChosen)
    const titles = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, title]) => title)
    const names = chosen.map(({ title }) => title)
    expect(titles(/<h2 class="title"[^>]*><a [^>]*>(Paper \d+)</g)).toEqual(names.slice(0, 5))
    expect(titles(/<h3 [^>]*><a [^>]*>(Paper \d+)</g)).toEqual(names.slice(5, 15))
    expect(titles(/<td class="row"[^>]*><a [^>]*>(Paper \d+)</g)).toEqual(names.slice(15))
    expect(titles(/<h2 class="part section"[^>]*>([^<]+)</g)).toEqual(['In brief', 'Also today'])
  }
  const few = joined(segments, (bit) => bit < 5).html
  expect(few).not.toMatch(/In brief|Also today/)
})

test('a usual edition of twenty papers is read in under 1,200 words', () => {
  const papers = Array.from({ length: 20 }, (_, index) =>
    paper(`${index + 1}: ${'Title of Words '.repeat(4)}`, { ...everything, summary: long })
  )
  const { text } = joined(compileDigest(templates, identity, { ...edition, papers, selected: 20 }), () => true)
  const words = text.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word) && !/^https?:/.test(word))
  expect(words.length).toBeLessThan(1200)
})

test('a cut text ends with a sentence, or else a word, or else a whole character', () => {
  expect(shorten('One sentence. Another one.', 20)).toBe('One sentence.')
  expect(shorten('No. A long sentence follows here.', 20)).toBe('No. A long sentence…')
  expect(shorten('no-spaces-at-all-in-this-text', 10)).toBe('no-spaces…')
  expect(shorten('👩‍🔬👩‍🔬👩‍🔬', 6)).toBe('👩‍🔬…')
  expect(shorten('exactly so', 10)).toBe('exactly so')
})
