import { expect, test } from 'vitest'
import { allowedLink } from '../../services/papers/allowed-link.ts'
import { parseArxivId } from '../../services/papers/arxiv-id.ts'
import { paperLinks } from '../../services/papers/paper-links.ts'
import { titleKey } from '../../services/papers/title-key.ts'

test('an arXiv id is found in every form it is written in', () => {
  const forms = [
    '2505.20288',
    ' 2505.20288v12 ',
    'arXiv:2505.20288v1',
    'oai:arXiv.org:2505.20288',
    'https://arxiv.org/abs/2505.20288v3',
    'http://www.arxiv.org/pdf/2505.20288.pdf',
    'https://export.arxiv.org/pdf/2505.20288v2.pdf?download=1#page=2',
    'https://doi.org/10.48550/arXiv.2505.20288'
  ]
  for (const form of forms) expect(parseArxivId(form)).toBe('2505.20288')
  expect(parseArxivId('0704.0001')).toBe('0704.0001')
  expect(parseArxivId('hep-th/9901001v3')).toBe('hep-th/9901001')
  expect(parseArxivId('math.CA/0611800')).toBe('math/0611800')
})

test('anything else is no arXiv id', () => {
  for (const text of [
    '',
    '2513.20288',
    '2505.2028',
    '2505.202881',
    '2505.20288v0',
    'x 2505.20288',
    '../2505.20288',
    'hep-th/990100'
  ])
    expect(parseArxivId(text)).toBeUndefined()
})

test('only plain web addresses are links', () => {
  for (const url of ['https://a.test/b?c=d#e', 'http://a.test', 'https://a.test/(x)'])
    expect(allowedLink(url)).toBe(url)
  expect(allowedLink('HTTPS://a.test/(X)')).toBe('https://a.test/(X)')
  const refused = [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.test',
    '//a.test',
    'https://',
    'https://user@a.test/',
    'https://u:p@a.test/',
    'https://a.test/\nx',
    'https://a.test/ x',
    'https://a.test/"x',
    'https://a.test/\u202Ex',
    'https://a.test/\\x',
    'https://a.test:99999/',
    `https://a.test/${'x'.repeat(2000)}`
  ]
  for (const url of refused) expect(allowedLink(url)).toBeUndefined()
})

test('links lead to arXiv by id, and without one to a search for the title', () => {
  const none = { title: 'A & B?', arxivId: null, codeUrl: null, projectUrl: null }
  expect(paperLinks(none)).toEqual({ paper: 'https://arxiv.org/search/?query=A+%26+B%3F&searchtype=title' })
  expect(
    paperLinks({ ...none, arxivId: '2505.20288', codeUrl: 'https://github.com/x/y', projectUrl: 'javascript:x' })
  ).toEqual({
    paper: 'https://arxiv.org/abs/2505.20288',
    pdf: 'https://arxiv.org/pdf/2505.20288',
    code: 'https://github.com/x/y'
  })
  expect(paperLinks({ ...none, arxivId: 'hep-th/9901001' }).paper).toBe('https://arxiv.org/abs/hep-th/9901001')
})

test('one work has one key, however its title is typed', () => {
  expect(titleKey('Éclair: A–B “Study”  of τ²')).toBe(titleKey('ECLAIR a-b study OF τ2'))
  expect(titleKey('PixArt-Σ')).not.toBe(titleKey('PixArt-α'))
  expect(titleKey('…!')).toBe('')
  expect(Buffer.byteLength(titleKey('\uFDFA'.repeat(500)))).toBeLessThan(2704)
})
