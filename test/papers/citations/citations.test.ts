import { Cite } from '@citation-js/core'
// They add themselves to what Cite reads.
// oxlint-disable-next-line import/no-unassigned-import
import '@citation-js/plugin-bibtex'
// oxlint-disable-next-line import/no-unassigned-import
import '@citation-js/plugin-ris'
import bibtexParse from '@orcid/bibtex-parse-js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bibtex } from '../../../services/papers/citations/bibtex.ts'
import type { CitedPaper } from '../../../services/papers/citations/cited-paper.ts'
import { ris } from '../../../services/papers/citations/ris.ts'

const paper = (further: Partial<CitedPaper> = {}): CitedPaper => ({
  id: 7,
  arxivId: '2411.01234',
  doi: null,
  title: 'A title',
  titleRuns: null,
  authors: ['Ada Lovelace'],
  abstract: null,
  publishedOn: '2024-11-05',
  topics: [],
  withdrawnAt: null,
  links: { paper: 'https://arxiv.org/abs/2411.01234' },
  ...further
})
const readBack = (papers: CitedPaper[]) => new Cite(bibtex(papers)).data

test('two parsers of BibTeX read back what was written, accents, signs and mathematics included', () => {
  const title = 'GPT-4 & 50% of {braces}: a_b ~ $5 \\ über naïve Schölkopf, α-β, x₁₀ and H²'
  const text = bibtex([paper({ title, doi: '10.1000/a_b' }), paper({ id: 8, arxivId: null, title: 'Other' })])
  const shown = title.replace('x₁₀', 'x<sub>10</sub>').replace('H²', 'H<sup>2</sup>')
  expect(new Cite(text).data.map(({ title: read }) => read)).toEqual([shown, 'Other'])
  const entries = bibtexParse.toJSON(text)
  expect(entries.map(({ citationKey }) => citationKey)).toEqual(['arxiv-2411.01234', 'paper-8'])
  expect(entries[0]?.entryTags).toMatchObject({
    title:
      '{GPT-4} \\& 50\\% of \\textbraceleft{}braces\\textbraceright{}: a\\_b \\textasciitilde{} \\$5 \\textbackslash{} {\\"{u}}ber na{\\"{i}}ve ' +
      'Sch{\\"{o}}lkopf, $\\alpha$-$\\beta$, x\\textsubscript{10} and H\\textsuperscript{2}',
    eprint: '2411.01234',
    archiveprefix: 'arXiv',
    doi: '10.1000/a_b',
    year: '2024',
    month: 'nov'
  })
})

test('a file is plain ASCII as far as LaTeX has commands', () => {
  const text = bibtex([paper({ title: 'Ünïcödé — “quoted” … × ≤ ∈ ßæøł', authors: ['Čestmír Łoś', 'Søren Ångström'] })])
  expect(text).toMatch(/^[\x20-\x7E\n]*$/)
  expect(bibtex([paper({ title: '注意力' })])).toContain('注意力')
})

test('names are one each, whatever is in them', () => {
  const authors = [
    'Bernhard Schölkopf',
    'José Ángel Núñez',
    'Ludwig van Beethoven',
    'Qwen Team and Friends',
    '王小明',
    'OpenAI'
  ]
  const [read] = readBack([paper({ authors })])
  expect(read?.author).toEqual([
    { family: 'Schölkopf', given: 'Bernhard' },
    { family: 'Núñez', given: 'José Ángel' },
    { 'non-dropping-particle': 'van', family: 'Beethoven', given: 'Ludwig' },
    { family: 'Qwen Team and Friends' },
    { family: '王小明' },
    { family: 'OpenAI' }
  ])
})

test.each([
  ['Ada Example Jr.', { given: 'Ada', family: 'Example', suffix: 'Jr.' }],
  ['Ada Example, Jr.', { given: 'Ada', family: 'Example', suffix: 'Jr.' }],
  ['Ada M. Example Sr', { given: 'Ada M.', family: 'Example', suffix: 'Sr' }],
  ['Ada Example III', { given: 'Ada', family: 'Example', suffix: 'III' }],
  ['Ada van Example IV', { given: 'Ada', family: 'Example', suffix: 'IV' }],
  // With nothing before it but one name it is that person's own.
  ['Ada Jr', { given: 'Ada', family: 'Jr' }]
])('what stands behind a family name is no family name: %s', (name, { family, ...rest }) => {
  const particle = name.includes('van')
  const [read] = readBack([paper({ authors: [name] })])
  expect(read?.author).toEqual([{ ...rest, family, ...(particle ? { 'non-dropping-particle': 'van' } : {}) }])
  const [record] = new Cite(ris([paper({ authors: [name] })])).data
  expect(record?.author).toEqual([{ ...rest, family: particle ? `van ${family}` : family }])
})

test('styles of a title become those of LaTeX', () => {
  const titleRuns = [
    { text: 'H' },
    { text: '2', kind: 'sub' as const },
    { text: 'O ' },
    { text: 'in vivo', kind: 'em' as const }
  ]
  expect(bibtex([paper({ titleRuns })])).toContain('{{H}\\textsubscript{2}{O} \\emph{in vivo}}')
})

test('a key never changes with title, authors or date, and no two papers share one', () => {
  const key = (further: Partial<CitedPaper>) => bibtexParse.toJSON(bibtex([paper(further)]))[0]?.citationKey
  expect(key({ title: 'Other', authors: [], publishedOn: null })).toBe(key({}))
  expect(key({ arxivId: 'hep-th/9901001' })).toBe('arxiv-hep-th-9901001')
  expect([key({ id: 1, arxivId: null }), key({ id: 2, arxivId: null })]).toEqual(['paper-1', 'paper-2'])
})

/** How deep in braces each character is. BibTeX counts every brace, one behind a backslash too. */
function depthsOf(text: string): number[] {
  let depth = 0
  return Array.from(text, (sign) => {
    if (sign === '{') depth++
    if (sign === '}') depth--
    return depth
  })
}

test('a brace without its other half keeps to the field that has it', () => {
  const text = bibtex([paper({ title: 'Sets {x of X', authors: ['Ada }Example'] }), paper({ id: 8, arxivId: null })])
  const titles = text.split('\n').filter((line) => line.startsWith('  title'))
  expect(titles.map((line) => depthsOf(line).at(-1))).toEqual([0, 0])
  expect(new Cite(text).data.map(({ title }) => title)).toEqual(['Sets {x of X', 'A title'])
})

test('whatever a title and a name are, the braces close and the parsers find every entry', () => {
  const texts = fc.string({
    unit: fc.constantFrom(...Array.from('ab {}\\$%&#_^~"\',@=éßα₁²x½\n')),
    minLength: 1,
    maxLength: 30
  })
  fc.assert(
    fc.property(texts, texts, (title, author) => {
      const text = bibtex([paper({ title, authors: [author] }), paper({ id: 8, arxivId: null })])
      expect(depthsOf(text).at(-1)).toBe(0)
      expect(Math.min(...depthsOf(text))).toBe(0)
      expect(bibtexParse.toJSON(text).map(({ citationKey }) => citationKey)).toEqual(['arxiv-2411.01234', 'paper-8'])
      expect(readBack([paper({ title, authors: [author] }), paper({ id: 8, arxivId: null })])).toHaveLength(2)
    }),
    { numRuns: 300 }
  )
})

test('a parser of RIS reads back what was written', () => {
  const [read, second] = new Cite(
    ris([
      paper({
        title: 'Über {LoRA} & α',
        authors: ['Ludwig van Beethoven', 'OpenAI'],
        abstract: 'First line\nER  - no end of the record',
        doi: '10.1000/x',
        topics: ['language models', 'reasoning']
      }),
      paper({ id: 8, arxivId: null, title: 'Other', publishedOn: null })
    ])
  ).data
  expect(read).toMatchObject({
    id: 'arxiv-2411.01234',
    title: 'Über {LoRA} & α',
    author: [{ family: 'van Beethoven', given: 'Ludwig' }, { family: 'OpenAI' }],
    abstract: 'First line ER - no end of the record',
    DOI: '10.1000/x',
    URL: 'https://arxiv.org/abs/2411.01234',
    issued: { 'date-parts': [[2024, 11, 5]] }
  })
  expect(second).toMatchObject({ id: 'paper-8', title: 'Other' })
})

test('every line of a RIS file is a field, from TY to ER', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      (abstract, name) => {
        const lines = ris([paper({ abstract, authors: [name] })]).split('\r\n')
        expect(lines.slice(-2)).toEqual(['', ''])
        const fields = lines.slice(0, -2)
        expect(fields[0]).toBe('TY  - UNPB')
        expect(fields.at(-1)).toBe('ER  - ')
        for (const field of fields) expect(field).toMatch(/^[A-Z][A-Z0-9] {2}- [^\r\n]*$/u)
        expect(fields.filter((field) => field.startsWith('ER'))).toHaveLength(1)
      }
    ),
    { numRuns: 300 }
  )
})
