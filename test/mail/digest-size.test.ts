import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { compileDigest } from '../../services/mail/digest.ts'
import { type DigestPaper } from '../../services/mail/digest-paper.ts'
import { shorten } from '../../services/mail/message-plain.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { edition, identity, paper } from '../golden/edition.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

const links = { unsubscribe: `https://papers.example.org/unsubscribe/${'T'.repeat(35)}` }

/** Octets of the HTML part, as decoded, of the mail with the `selected` largest papers. */
function largest(papers: DigestPaper[], selected: number): number {
  const { htmlHead, htmlBlocks, htmlTail } = compileDigest(templates, identity, { ...edition, papers, selected })
  const blocks = htmlBlocks.map((block) => octets([block])).toSorted((one, other) => other - one)
  expect(htmlBlocks.length).toBe(papers.length)
  return blocks.slice(0, selected).reduce((sum, block) => sum + block, octets([htmlHead, htmlTail]))
}

function octets(segments: Buffer[]): number {
  return Buffer.byteLength(decodeSegments(segments, links).replaceAll('\n', '\r\n'))
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

test('where everything does not fit, the first papers stay in full and the rest are titles', () => {
  const papers = Array.from({ length: 200 }, (_, index) => paper(`Paper ${index + 1}`, everything))
  const { textBlocks } = compileDigest(templates, identity, { ...edition, papers, selected: 200 })
  const texts = textBlocks.map((block) => decodeSegments([block], links))
  expect(texts[0]).toContain('A sentence of an abstract')
  expect(texts[199]).toBe('- Paper 200\n  https://arxiv.org/abs/2608.01234\n')
})

test('a cut text ends with a sentence, or else a word, or else a whole character', () => {
  expect(shorten('One sentence. Another one.', 20)).toBe('One sentence.')
  expect(shorten('No. A long sentence follows here.', 20)).toBe('No. A long sentence…')
  expect(shorten('no-spaces-at-all-in-this-text', 10)).toBe('no-spaces…')
  expect(shorten('👩‍🔬👩‍🔬👩‍🔬', 6)).toBe('👩‍🔬…')
  expect(shorten('exactly so', 10)).toBe('exactly so')
})
