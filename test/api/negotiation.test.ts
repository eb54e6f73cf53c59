import { expect, test } from 'vitest'
import { wantsJson } from '../../services/api/negotiation.ts'

test.each([
  [undefined, false],
  ['*/*', false],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
  ['application/json', true],
  ['application/problem+json', true],
  ['application/json, text/plain, */*', true],
  ['text/html, application/json', false],
  ['text/html;q=0.5, application/json', true],
  ['text/html, application/json;q=0.9', false],
  ['application/json;q=0', false],
  ['APPLICATION/JSON', true],
  ['nonsense;;;,,,q=', false]
])('Accept: %s is answered with JSON: %s', (accept, json) => {
  expect(wantsJson({ headers: accept === undefined ? {} : { accept } })).toBe(json)
})

test('a JSON body from a program that asks for nothing in particular is answered with JSON', () => {
  expect(wantsJson({ headers: { accept: '*/*', 'content-type': 'application/json' } })).toBe(true)
  expect(wantsJson({ headers: { accept: 'text/html', 'content-type': 'application/json' } })).toBe(false)
  expect(wantsJson({ headers: { accept: '*/*', 'content-type': 'application/x-www-form-urlencoded' } })).toBe(false)
})
