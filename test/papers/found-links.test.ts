import { expect, test } from 'vitest'
import { cleanText } from '../../services/papers/clean-text/clean-text.ts'
import { findLinks } from '../../services/papers/found-links.ts'

const linksOf = (text: string) => findLinks(cleanText(text, { repair: true }).runs)

test('a link is code where its host or its sentence says so', () => {
  expect(linksOf('Code is available at https://github.com/a/b.')).toEqual({ codeUrl: 'https://github.com/a/b' })
  expect(linksOf('Project homepage: https://github.com/a/b')).toEqual({ codeUrl: 'https://github.com/a/b' })
  expect(linksOf('Our code: https://huggingface.co/a/b')).toEqual({ codeUrl: 'https://huggingface.co/a/b' })
  expect(linksOf('We use no code. See https://example.org/x')).toEqual({})
})

test('a project page is not code', () => {
  expect(linksOf('Please see our project page at https://a.github.io/x/ .')).toEqual({
    projectUrl: 'https://a.github.io/x/'
  })
  expect(linksOf('Demo: https://example.org/d. Code: https://github.com/a/b')).toEqual({
    codeUrl: 'https://github.com/a/b',
    projectUrl: 'https://example.org/d'
  })
})

test('of several code links the paper’s own is taken', () => {
  expect(
    linksOf('It extends https://github.com/o/base. Code is at https://github.com/a/b, data at https://github.com/a/d')
  ).toEqual({
    codeUrl: 'https://github.com/a/b'
  })
})

test('a doubled link is one link', () => {
  expect(linksOf('Code: {https://github.com/a/b}{{https://github.com/a/b}}.')).toEqual({
    codeUrl: 'https://github.com/a/b'
  })
})
