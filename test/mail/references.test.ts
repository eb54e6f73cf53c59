import { beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestSegments } from '../../services/mail/digest.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { edition, extras, identity, paper } from '../golden/edition.ts'
import { joined } from '../golden/joined.ts'

const arxiv = (index: number) => `https://arxiv.org/abs/2608.${String(index).padStart(5, '0')}`
const papers = Array.from({ length: 60 }, (_, index) =>
  paper(`Paper ${index}`, {
    links: {
      paper: arxiv(index),
      ...(index % 2 === 0 ? { pdf: `${arxiv(index)}v1`, code: 'https://github.com/example/code' } : {})
    }
  })
)

let segments: DigestSegments
beforeAll(async () => {
  segments = compileDigest(await openTemplates(), identity, { ...edition, papers, selected: 60, extras })
})

const selections: [string, (bit: number) => boolean][] = [
  ['one paper', (bit) => bit === 0],
  ['the first twenty and all extras', (bit) => bit < 20 || bit >= 200],
  ['every third paper of the pool', (bit) => bit % 3 === 1],
  ['all of it', () => true]
]

test.each(selections)('the references of a mail of %s are numbered from one to the last, each once', (_, isChosen) => {
  const { text } = joined(segments, isChosen)
  const numbers = [...text.matchAll(/^ *\[(\d+)\]/gm)].map(([, number]) => Number(number))
  expect(numbers.length).toBeGreaterThan(0)
  expect(numbers).toEqual(Array.from(numbers, (__, index) => index + 1))
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/)
})

test('what stands behind a number is aligned, and labelled wherever a paper has several', () => {
  const { text } = joined(segments, (bit) => bit < 20 || bit >= 200)
  const lines = text.split('\n').filter((line) => /^ *\[\d/.test(line))
  const labelled = lines.filter((line) => !/\] +https:/.test(line))
  expect(new Set(labelled.map((line) => line.indexOf('https://')))).toEqual(new Set([25]))
  expect(new Set(lines.map((line) => line.search(/(?<=\] +)\S/)))).toEqual(new Set([7]))
  const several = text
    .split(/\n(?=\* |- |\n)/)
    .map((block) => block.split('\n').filter((line) => lines.includes(line)))
    .filter(({ length }) => length > 1)
  expect(several.flat().filter((line) => !labelled.includes(line))).toEqual([])
})
