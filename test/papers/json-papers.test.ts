import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJsonPapers } from '../../services/papers/json-papers.ts'
import { itemLines, jsonFault } from '../../services/papers/json-text.ts'

test('items are read with everything they say', () => {
  const item = {
    title: String.raw`Fast $\pi_0$ -- a Study`,
    arxivId: 'https://arxiv.org/abs/2505.20288v2',
    authors: [String.raw`Erd\H{o}s P\'al`, 'Ada Example'],
    summary: 'Short.',
    abstract: String.raw`Saves 35\%.`,
    codeUrl: 'https://github.com/example/x',
    projectUrl: null,
    publishedAt: '2025-05-27T10:00:00Z',
    topics: ['retrieval'],
    votes: 7,
    unknown: true
  }
  expect(parseJsonPapers(JSON.stringify([item]))).toEqual({
    refused: [],
    papers: [
      {
        line: 1,
        position: 1,
        title: 'Fast π₀ -- a Study',
        titleRuns: [{ text: 'Fast π' }, { text: '0', kind: 'sub' }, { text: ' -- a Study' }],
        arxivId: '2505.20288',
        authors: ['Erdős Pál', 'Ada Example'],
        summary: 'Short.',
        abstract: 'Saves 35%.',
        codeUrl: 'https://github.com/example/x',
        publishedOn: '2025-05-27',
        topics: ['retrieval'],
        votes: 7
      }
    ]
  })
})

test('a wrong item is refused by its number and line, and the others are read', () => {
  const wrong = [
    { arxivId: '2505.20288' },
    { title: 'x', votes: -1 },
    { title: 'x', votes: '3' },
    { title: 'x', arxivId: 'x/1' },
    { title: 'x', codeUrl: 'javascript:alert(1)' },
    { title: 'x', publishedAt: '2025-02-30' },
    { title: 'x', authors: [1] },
    'x',
    null,
    [],
    { title: '…' }
  ]
  const lines = [{ title: 'Good' }, ...wrong, { title: 'Also good' }].map((item) => JSON.stringify(item))
  const { papers, refused } = parseJsonPapers(`[\n${lines.join(',\n')}\n]`)
  expect(papers.map(({ title, line, position }) => [title, line, position])).toEqual([
    ['Good', 2, 1],
    ['Also good', 14, 13]
  ])
  expect(refused.map(({ line }) => line)).toEqual(wrong.map((_, index) => index + 3))
  expect(refused.map(({ reason }) => reason)).toEqual([
    'item 2: must have required properties title',
    'item 3: votes must be >= 0',
    'item 4: votes must be integer',
    'item 5: arxivId is not an arXiv id: "x/1"',
    'item 6: codeUrl is not a web address: "javascript:alert(1)"',
    'item 7: publishedAt is not a date: "2025-02-30"',
    'item 8: authors.0 must be string',
    'item 9: must be object',
    'item 10: must be object',
    'item 11: must be object',
    'item 12: the title has no letter or digit'
  ])
})

test('broken JSON is refused with line and column', () => {
  const faultOf = (content: string) => {
    try {
      parseJsonPapers(content)
      return 'none'
    } catch (error) {
      return error instanceof Error ? error.message : 'none'
    }
  }
  expect(faultOf('[\n  {"title": "x",}\n]')).toBe('broken JSON at line 2, column 17')
  expect(faultOf('[{"title": x}]')).toBe('broken JSON at line 1, column 12')
  expect(faultOf('[{"title": "x"}\n')).toBe('broken JSON at line 2, column 1')
  expect(faultOf('[]\n]')).toBe('broken JSON at line 2, column 1')
  expect(faultOf('{"title": "x"}')).toBe('the JSON is not an array of papers')
})

test('a fault is found exactly where JSON.parse finds one', () => {
  const pieces = [
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    '"',
    '1',
    '-0.5e3',
    '01',
    'true',
    'null',
    'nul',
    ' ',
    '\n'
  ]
  const parses = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const pieced = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''))
  const cut = fc.tuple(fc.json(), fc.nat({ max: 60 })).map(([json, at]) => json.slice(0, at))
  fc.assert(
    fc.property(fc.oneof(pieced, cut, fc.json()), (text) => {
      expect(jsonFault(text) === undefined).toBe(parses(text))
    }),
    { numRuns: 5000 }
  )
})

test('every item has a line', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), fc.constantFrom(0, 2), (items, indent) => {
      expect(itemLines(JSON.stringify(items, null, indent))).toHaveLength(items.length)
    })
  )
  expect(itemLines('[\n1, "a\\"[,",\n\n[\n2, 3], {"x": [4]}]')).toEqual([2, 2, 4, 5])
})
