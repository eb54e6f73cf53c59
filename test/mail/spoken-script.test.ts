import { expect, test } from 'vitest'
import { spokenScript } from '../../services/mail/spoken-script.ts'
import { english } from '../../services/mail/words/en.ts'

test.each([
  ['sup', '3', 'to the power 3'],
  ['sup', '−1', 'to the power −1'],
  ['sup', 'd × d', 'to the power d × d'],
  ['sup', '2', 'squared'],
  ['sup', '*', 'superscript *'],
  ['sup', '⊤', 'superscript ⊤'],
  ['sub', '0', 'sub 0'],
  ['sub', 'i,j', 'sub i,j'],
  ['sup', 'th', ''],
  ['sub', ' ', '']
])('a screen reader is to say of a %s with %s: %s', (kind, text, spoken) => {
  expect(spokenScript(english, kind, text)).toBe(spoken)
})
