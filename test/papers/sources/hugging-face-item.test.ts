import { describe, expect, test } from 'vitest'
import { readListed } from '../../../services/papers/sources/hugging-face-item.ts'

const good = { id: '2611.09991', title: 'A Title' }

function item(paper: object, wrapper: object = {}) {
  const read = readListed({ paper: { ...good, ...paper }, ...wrapper })
  if ('reason' in read) throw new Error(read.reason)
  return read.item
}

describe('an entry is refused', () => {
  test.each([
    ['null', null, 'no paper'],
    ['a text', 'paper', 'no paper'],
    ['a list', [good], 'no paper'],
    ['without a paper', { title: 'A Title' }, 'no paper'],
    ['with null as paper', { paper: null }, 'no paper'],
    ['with a list as paper', { paper: [good] }, 'no paper'],
    ['without an id', { paper: { title: 'A Title' } }, 'no id'],
    ['with a number as id, which has lost its zeros', { paper: { ...good, id: 2611.0999 } }, 'no id'],
    ['with an id that has lost a zero', { paper: { ...good, id: '2503.0213' } }, 'id is no arXiv id'],
    ['with an id of something else', { paper: { ...good, id: '../../etc/passwd' } }, 'id is no arXiv id'],
    ['without a title', { paper: { id: good.id } }, 'no title'],
    ['with a title of another type', { paper: { id: good.id, title: { $ne: '' } } }, 'no title'],
    ['with a title of signs alone', { paper: { ...good, title: '\u200b!!' } }, 'the title has no letter or digit'],
    [
      'with a title without end',
      { paper: { ...good, title: 'x'.repeat(501) } },
      'the title is longer than 500 characters'
    ]
  ])('%s', (_what, entry, reason) => {
    expect(readListed(entry)).toEqual({ reason })
  })
})

test('with a version or as an address the id is the same paper', () => {
  expect(item({ id: '2611.09991v3' }).arxivId).toBe('2611.09991')
  expect(item({ id: 'https://arxiv.org/abs/2611.09991' }).arxivId).toBe('2611.09991')
})

test('the title may stand beside the paper only', () => {
  expect(item({ title: '' }, { title: 'Beside' }).title).toBe('Beside')
  expect(item({ title: 'Inside' }, { title: 'Beside' }).title).toBe('Inside')
})

test.each([
  ['missing', {}],
  ['null', null],
  ['empty', ''],
  ['of a wrong type', { a: 1 }],
  ['of another wrong type', ['x']]
])('fields that are %s are not told, and the paper is read', (_what, value) => {
  const names = ['summary', 'authors', 'publishedAt', 'upvotes', 'githubRepo', 'githubStars', 'projectPage']
  const further = ['ai_summary', 'organization', 'withdrawnAt']
  const missing = JSON.stringify(value) === '{}'
  const paper = missing ? {} : Object.fromEntries([...names, ...further].map((name) => [name, value]))
  expect(item(paper, missing ? {} : { numComments: value, summary: value })).toEqual({
    arxivId: good.id,
    title: good.title,
    authors: [],
    discussionUrl: 'https://huggingface.co/papers/2611.09991'
  })
})

test.each(['412', -1, 1.5, Number.NaN, 1e12, true])('%s is no count', (value) => {
  const read = item({ upvotes: value, githubRepo: 'example/router', githubStars: value }, { numComments: value })
  expect(read).not.toHaveProperty('votes')
  expect(read).not.toHaveProperty('comments')
  expect(read).not.toHaveProperty('stars')
})

test('zero is a count', () => {
  expect(item({ upvotes: 0, githubRepo: 'example/router', githubStars: 0 }, { numComments: 0 })).toMatchObject({
    votes: 0,
    comments: 0,
    stars: 0
  })
})

describe('the code', () => {
  test.each([
    ['https://github.com/example/router', 'https://github.com/example/router'],
    ['HTTPS://github.com/example/router', 'https://github.com/example/router'],
    ['example/router.js', 'https://github.com/example/router.js'],
    ['https://gitlab.com/example/router', 'https://gitlab.com/example/router']
  ])('is at %s', (githubRepo, codeUrl) => {
    expect(item({ githubRepo, githubStars: 7 })).toMatchObject({ codeUrl, stars: 7 })
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://github.com@evil.test/x',
    'https://a.test/"><script>',
    'ftp://a.test/x',
    '../../x',
    `https://a.test/${'x'.repeat(3000)}`
  ])('is never at %s, and its stars are none', (githubRepo) => {
    const read = item({ githubRepo, githubStars: 7, projectPage: githubRepo })
    expect(read).not.toHaveProperty('codeUrl')
    expect(read).not.toHaveProperty('projectUrl')
    expect(read).not.toHaveProperty('stars')
  })

  test('is where the abstract says, where the source does not', () => {
    const summary = 'We are fast. Our code is at https://github.com/example/fast.'
    expect(item({ summary, githubStars: 7 })).toMatchObject({ codeUrl: 'https://github.com/example/fast' })
    expect(item({ summary, githubStars: 7 })).not.toHaveProperty('stars')
    expect(item({ summary, githubRepo: 'example/told' })).toMatchObject({ codeUrl: 'https://github.com/example/told' })
  })
})

test('who hides is left out, and what is no name', () => {
  const authors = [
    { name: 'Ada Example', hidden: false },
    { name: 'Gone Person', hidden: true },
    { name: String.raw`Erd\H{o}s   Sample` },
    { name: '' },
    { name: 7 },
    null,
    'Bare Text',
    { name: 'x'.repeat(300) }
  ]
  expect(item({ authors }).authors).toEqual(['Ada Example', 'Erdős Sample'])
})

test('the organization has its full name, else its short one, from the paper or beside it', () => {
  expect(item({ organization: { name: 'lab', fullname: 'Example Lab' } }).organization).toBe('Example Lab')
  expect(item({ organization: { name: 'lab', fullname: null } }).organization).toBe('lab')
  expect(item({ organization: null }, { organization: { fullname: 'Beside Lab' } }).organization).toBe('Beside Lab')
})

test('a withdrawn paper is told by its date or by its words', () => {
  expect(item({ withdrawnAt: '2026-11-20T10:00:00.000Z' }).withdrawn).toBe(true)
  expect(item({ summary: 'This paper has been withdrawn by the authors.' }).withdrawn).toBe(true)
  expect(item({ summary: 'We study why papers are withdrawn.' })).not.toHaveProperty('withdrawn')
})

test('text from outside is text: markup stays what it reads, control and direction characters go', () => {
  const read = item({
    title: '<script>alert(1)</script> \u0000\u202eTitle\r\n',
    summary: '<img src=x onerror=alert(1)> {{7*7}} ${7*7}\u0007',
    ai_summary: 'One\n\n<b>line</b>\u001b[31m',
    organization: { fullname: 'Lab\u0000 & "Co"' }
  })
  expect(read.title).toBe('<script>alert(1)</script> Title')
  expect(read.abstract).toContain('<img src=x onerror=alert(1)>')
  expect(read.machineSummary).toBe('One <b>line</b>[31m')
  expect(read.organization).toBe('Lab & "Co"')
  expect(JSON.stringify(read)).not.toMatch(/\\u00[01]|\u202e/)
})

test('keys that would change every object change none', () => {
  const entry = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"paper":{"__proto__":{"id":"2611.00001","votes":9},"id":"2611.09991","title":"A Title"}}'
  ) as unknown
  expect(readListed(entry)).toEqual({ item: expect.objectContaining({ arxivId: '2611.09991' }) as unknown })
  expect({}).not.toHaveProperty('polluted')
  const inherited = JSON.parse('{"paper":{"__proto__":{"id":"2611.09991","title":"x"}}}') as unknown
  expect(readListed(inherited)).toEqual({ reason: 'no id' })
})
