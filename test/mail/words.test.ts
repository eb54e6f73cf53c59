import { expect, test } from 'vitest'
import { english } from '../../services/mail/words/en.ts'
import { say, sayAny, sayAround, sayName, type Words } from '../../services/mail/words/words.ts'

test('numbers and plurals are as the language has them', () => {
  expect(say(english, 'digest.papers', { count: 1 })).toBe('1 paper')
  expect(say(english, 'digest.papers', { count: 1200 })).toBe('1,200 papers')
  const polish: Words = {
    ...english,
    language: 'pl',
    locale: 'pl',
    messages: {
      ...english.messages,
      'digest.papers': { one: '{count} artykuł', few: '{count} artykuły', other: '{count} artykułów' }
    }
  }
  expect([1, 3, 5, 12_345].map((count) => say(polish, 'digest.papers', { count }))).toEqual([
    '1 artykuł',
    '3 artykuły',
    '5 artykułów',
    '12\u00A0345 artykułów'
  ])
})

test('a message or a parameter that is missing is an error and no gap', () => {
  expect(() => sayAny(english, 'digest.nothing', {})).toThrow('no message is called digest.nothing')
  expect(() => sayAny(english, 'toString', {})).toThrow('no message is called toString')
  expect(() => sayAny(english, 'footer.why', {})).toThrow('the message footer.why wants site')
  expect(() => sayAny(english, 'digest.papers', { count: '3' })).toThrow('wants count, a number')
})

test('what is put into a message is not read as one', () => {
  expect(sayAny(english, 'footer.why', { site: '{count} $& {site}' })).toContain('{count} $& {site}')
})

test('a message is said around what is no text, in the order of the language', () => {
  const turned: Words = {
    ...english,
    messages: { ...english.messages, 'inbox.sizeAndFile': '{file}: {size}' }
  }
  const file = { tag: 'a' }
  expect(sayAround(english, 'inbox.sizeAndFile', { size: '2 kB', file })).toEqual(['', '2 kB', ', ', file, ''])
  expect(sayAround(turned, 'inbox.sizeAndFile', { size: 2000, file })).toEqual(['', file, ': ', '2,000', ''])
  const none: Record<string, string> = {}
  expect(() => sayAround(english, 'inbox.sizeAndFile', none as { size: string; file: string })).toThrow('wants size')
})

test('names of states that have no message are said as they are', () => {
  expect(['in_doubt', 'sent', 'half_way'].map((name) => sayName(english, name))).toEqual([
    'in doubt',
    'sent',
    'half way'
  ])
})
