import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { samplePapers } from '../../services/papers/sample-papers.ts'
import { parseSavedPage } from '../../services/papers/saved-page.ts'
import { savedPage } from './generated-page.ts'

const titles = samplePapers().map(({ title }) => title)
const abstract = 'A sentence that is long enough to be told from a title, because it ends as sentences do.'

test('a saved page gives its papers in order, with exact titles and each code link once', () => {
  const { papers, refused } = parseSavedPage(savedPage(samplePapers()))
  expect(refused).toEqual([])
  expect(papers.map(({ title }) => title)).toEqual(titles)
  expect(papers.map(({ position }) => position)).toEqual(titles.map((_, index) => index + 1))
  expect(papers.map(({ codeUrl }) => codeUrl ?? null)).toEqual(samplePapers().map(({ codeUrl }) => codeUrl))
  const lines = savedPage(samplePapers()).split('\n')
  for (const { title, line, abstract: text } of papers) {
    expect(lines[line - 1]).toBe(title)
    expect(text).not.toMatch(/\\|``|\d+times|[{}]/)
  }
  for (const { abstract: text, codeUrl } of papers.filter(({ codeUrl: url }) => url !== undefined))
    expect(text?.split(codeUrl ?? '')).toHaveLength(2)
})

test('a title without an abstract is refused by its line, and the others are read', () => {
  const page = ['Aug 19', '', 'First', '', abstract, '', 'Alone', '', 'Is it third?', '', abstract, '', 'Last'].join(
    '\n'
  )
  const { papers, refused } = parseSavedPage(page)
  expect(papers.map(({ title, position }) => [title, position])).toEqual([
    ['First', 1],
    ['Is it third?', 3]
  ])
  expect(refused).toEqual([
    { line: 7, reason: 'a title without an abstract' },
    { line: 13, reason: 'a title without an abstract' }
  ])
})

test('a text without a title is refused by its line', () => {
  const long = `${abstract} ${abstract} ${abstract}`
  const { papers, refused } = parseSavedPage(
    ['Aug 19', '', 'First', '', long, '', long, '', 'Second', '', long].join('\n')
  )
  expect(papers.map(({ title }) => title)).toEqual(['First', 'Second'])
  expect(refused).toEqual([{ line: 7, reason: 'text without a title before it' }])
})

test('wrapped lines and other line ends do not matter', () => {
  const { papers } = parseSavedPage(
    'Daily Papers\r\n\r\nAugust 19, 2025\r\n\r\nOne\r\nTitle\r\n\r\nOne sentence\r\nover lines.\r\n'
  )
  expect(papers).toMatchObject([{ line: 5, title: 'One Title', abstract: 'One sentence over lines.' }])
})

test('a title of signs alone or of more than 500 characters is refused', () => {
  const { papers, refused } = parseSavedPage(['19 Aug', '', '!!!', '', abstract, '', 'x', '', abstract].join('\n'))
  expect(papers).toHaveLength(1)
  expect(refused).toEqual([{ line: 3, reason: 'the title has no letter or digit' }])
})

test('a file that is not such a page is refused with what it lacks', () => {
  expect(() => parseSavedPage('<html></html>')).toThrow(/no date line such as "Aug 19"/)
  expect(() => parseSavedPage('Daily Papers\n\nAug 19\n')).toThrow(/no papers follow the date on line 3/)
})

// The page this service grew from: other people's abstracts, so it is not in the repository.
for (const page of [process.env['DAILY_PAPERS_SEED'] ?? []].flat())
  test(`the page ${page} gives its 72 papers`, () => {
    const content = readFileSync(page, 'utf8')
    const { papers, refused } = parseSavedPage(content)
    expect(refused).toEqual([])
    expect(papers.map(({ title }) => title)).toEqual(titles)
    const lines = content.split('\n')
    for (const { title, line, abstract: text } of papers) {
      expect(lines[line - 1]).toBe(title)
      expect(text).not.toMatch(/\\|``|\d+times|[{}]/)
    }
    const linked = papers.filter(({ codeUrl, projectUrl }) => codeUrl ?? projectUrl)
    expect(linked).toHaveLength(lines.filter((line) => /https?:/.test(line)).length)
    for (const { abstract: text, codeUrl, projectUrl } of linked)
      expect(text?.split(codeUrl ?? projectUrl ?? '')).toHaveLength(2)
  })
