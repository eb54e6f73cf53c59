import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSavedPage } from '../../../services/papers/saved-page.ts'
import { chooseSentences } from '../../../services/papers/summaries/choose-sentences.ts'
import { splitSentences } from '../../../services/papers/summaries/split-sentences.ts'
import { summarizeAbstract } from '../../../services/papers/summaries/summarize.ts'

const sentences = (text: string) => splitSentences(text).map(({ from, to }) => text.slice(from, to))
const summary = (abstract: string, title = 'Harbour: Small Boats for Large Models') =>
  summarizeAbstract({ title, abstract, abstractRuns: null })?.summary.text

const abstract =
  'Large models are everywhere. However, existing methods need a lot of memory, e.g. 80 GB for one ship. ' +
  'To address this issue, we propose Harbour, a scheduler that keeps what is needed at the quay. ' +
  'Furthermore, we also describe its queue. We conduct experiments on five ports. ' +
  'Extensive experiments show that Harbour reduces memory by 41% and outperforms all baselines. ' +
  'Code is available at https://code.test/harbour.'

test('a summary has the contribution and the result, and neither the field nor the code', () => {
  expect(summary(abstract)).toBe(
    'We propose Harbour, a scheduler that keeps what is needed at the quay. ' +
      'Harbour reduces memory by 41% and outperforms all baselines.'
  )
})

test('a first sentence is taken where it states the contribution, and not because it is first', () => {
  expect(summary('In this paper, we introduce Harbour, a scheduler. It is fast.')).toBe(
    'We introduce Harbour, a scheduler.'
  )
  expect(summary('Ships are large. Our boats for models are small and cheap.')).toBe(
    'Our boats for models are small and cheap.'
  )
})

test.each([
  // All others only tell how well it does, which says nothing without the first.
  ['Sorts boats by size before they are loaded. It needs no more fuel.', 'Sorts boats by size before they are loaded.'],
  ['Boats sort themselves at the quay. They are the first to do so.', 'Boats sort themselves at the quay.'],
  ['Ships wait. This queue is a novel model of Boats.', 'Ships wait.'],
  // What follows is about this paper, whoever reads it.
  ['Ships wait. This paper introduces a queue.', 'This paper introduces a queue.'],
  ['Ships wait. This article is about the queue.', 'This article is about the queue.']
])('a summary of %j never opens with a word for what is not shown', (text, opening) => {
  expect(summary(text, 'Boats for Models')?.startsWith(opening)).toBe(true)
})

test('a name keeps its case where the words before it go', () => {
  expect(summary('Ships sink. Specifically, xShip is a novel method for small boats.')).toBe(
    'xShip is a novel method for small boats.'
  )
})

test('styles stay where they were, also behind words that go', () => {
  const found = summarizeAbstract({
    title: 'Boats',
    abstract: 'Ships sink. In this work, we propose x₂, a boat.',
    abstractRuns: [
      { text: 'Ships ' },
      { text: 'sink', kind: 'em' },
      { text: '. In this work, we propose x' },
      { text: '2', kind: 'sub' },
      { text: ', a boat.' }
    ]
  })
  expect(found?.summary).toEqual({
    text: 'We propose x₂, a boat.',
    runs: [{ text: 'We propose x' }, { text: '2', kind: 'sub' }, { text: ', a boat.' }]
  })
})

test('abbreviations, initials and figures end no sentence', () => {
  expect(sentences('See Fig. 3 of J. Doe et al. for 1.5 and v. 2. It works, i.e. it sails! Does it? Yes.')).toEqual([
    'See Fig. 3 of J. Doe et al. for 1.5 and v. 2.',
    'It works, i.e. it sails!',
    'Does it?',
    'Yes.'
  ])
  expect(sentences('一万語を超える文書。手法を提案する。')).toEqual(['一万語を超える文書。', '手法を提案する。'])
})

test('the sentences of any text are its words in their order, and one of them is chosen', () => {
  const text = fc.array(fc.constantFrom('we', 'propose', 'Word', 'etc.', 'end.', 'why?', '“Yes.”', '3.5', '😀', '。'))
  fc.assert(
    fc.property(text, (words) => {
      const whole = words.join(' ').trim()
      expect(sentences(whole).join(' ').replaceAll(/\s/g, '')).toBe(whole.replaceAll(/\s/g, ''))
      const chosen = chooseSentences({ title: 'Word', abstract: whole })
      expect(chosen === undefined).toBe(whole === '')
      expect(chooseSentences({ title: 'Word', abstract: whole })).toEqual(chosen)
    })
  )
})

test('a long text of one letter takes no time', () => {
  const began = performance.now()
  for (const letter of ['a', 'we ', '. ', 'e.g. ', '(']) summary(letter.repeat(20_000))
  expect(performance.now() - began).toBeLessThan(1500)
})

// The page this service grew from: other people's abstracts, so it is not in the repository. What a reader
// found to be its contributing sentences is: their numbers, from 1, paper by paper.
for (const page of [process.env['DAILY_PAPERS_SEED'] ?? []].flat())
  test(`of the 72 abstracts of ${page}, at least 65 summaries state the contribution`, () => {
    const labels = JSON.parse(readFileSync(join(import.meta.dirname, 'contributions.json'), 'utf8')) as number[][]
    const { papers } = parseSavedPage(readFileSync(page, 'utf8'))
    expect(papers).toHaveLength(72)
    const stated = papers.filter(({ title, abstract: text = '' }, index) => {
      const chosen = chooseSentences({ title, abstract: text })
      const number = splitSentences(text).findIndex(({ from }) => from === chosen?.contribution.from) + 1
      return labels[index]?.includes(number)
    })
    expect(stated.length).toBeGreaterThanOrEqual(65)
  })
