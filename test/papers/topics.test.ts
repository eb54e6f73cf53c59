import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { samplePapers } from '../../services/papers/sample-papers.ts'
import { phrases } from '../../services/papers/topics/phrases.ts'
import { emptyPhrases, phrasesOf, vocabulary } from '../../services/papers/topics/vocabulary.ts'
import { topicsOf } from '../../services/papers/topics.ts'
import { projectRoot } from '../../services/platform/project-root.ts'

const topics = Object.keys(vocabulary)

test('every topic of the sample is in the vocabulary', () => {
  expect(samplePapers().flatMap((paper) => paper.topics.filter((topic) => !topics.includes(topic)))).toEqual([])
})

test('docs/topics.md lists the vocabulary as it is', () => {
  const page = readFileSync(join(projectRoot, 'docs', 'topics.md'), 'utf8')
  const rows = [...page.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(([, topic, list]) => [topic, list]).slice(2)
  expect(rows).toEqual(Object.entries(vocabulary).map(([topic, list]) => [topic, phrasesOf(list).join(', ')]))
  expect(page.replaceAll(/\s+/g, ' ')).toContain(`speak of nothing: ${phrasesOf(emptyPhrases).join(', ')}.`)
})

test('the rule finds most of what was written by hand, and little else', () => {
  let [given, right, written] = [0, 0, 0]
  for (const { title, summary, topics: byHand } of samplePapers()) {
    const found: string[] = topicsOf({ title, abstract: summary })
    given += found.length
    written += byHand.length
    right += found.filter((topic) => byHand.includes(topic)).length
  }
  // 0.95 and 0.75 when this was written; the page says so.
  expect(right / given).toBeGreaterThanOrEqual(0.94)
  expect(right / written).toBeGreaterThanOrEqual(0.74)
})

test.each<[string, string[]]>([
  ['A Study of Something', []],
  ['Web Navigation with Agentic Tool Use', ['agents']],
  ['Federated Learning for Medical Records', ['privacy', 'medicine']],
  ['Policy Optimization for Dexterous Robots', ['reinforcement learning', 'robotics']],
  ['Detecting Jailbreaks', ['safety']],
  ['Zero-Shot Text-to-Speech in Low-Resource Languages', ['multilingual', 'speech and audio']],
  ['Link Prediction on Knowledge Graphs', ['graphs']],
  ['Time-Series Forecasting: A Benchmark', ['evaluation', 'time series']],
  ['Scaling Laws for Mixture-of-Experts', ['training methods']],
  ['Lower Bounds and Sample Complexity', ['theory']],
  ['Protein Design with Flow Matching', ['generative models', 'science']],
  ['Click-Through Rate Prediction', ['recommendation']],
  ['Probing Sparse Autoencoders', ['interpretability']],
  ['World Models for Autonomous Vehicles', ['world models', 'autonomous driving']]
])('%s', (title, expected) => {
  expect(topicsOf({ title, abstract: null })).toEqual(expected)
})

test('a phrase in the title is enough, in the abstract it takes three', () => {
  const inAbstract = (times: number) => topicsOf({ title: 'Plain', abstract: 'We prune. '.repeat(times) })
  expect(topicsOf({ title: 'Pruning', abstract: '' })).toEqual(['efficiency'])
  expect(inAbstract(2)).toEqual([])
  expect(inAbstract(3)).toEqual(['efficiency'])
})

test('the strongest topic comes first, and at most three are given', () => {
  const title = 'Robots, Speech, Video and Retrieval'
  expect(topicsOf({ title, abstract: '' })).toEqual(['retrieval', 'speech and audio', 'video'])
  expect(topicsOf({ title, abstract: 'A robot is a robot. Speech.' })).toEqual([
    'robotics',
    'speech and audio',
    'retrieval'
  ])
})

test('where phrases overlap the longest counts and uses up its words', () => {
  expect(topicsOf({ title: 'Vision-Language Models', abstract: '' })).toEqual(['multimodal'])
  expect(topicsOf({ title: 'Language Models', abstract: '' })).toEqual(['language models'])
  expect(topicsOf({ title: 'Image Tokenizers', abstract: '' })).toEqual(['image generation', 'tokenization'])
  expect(topicsOf({ title: 'Plain', abstract: 'Our code is available. Code at x. Source code too.' })).toEqual([])
})

test('case, hyphens, punctuation and the plural make no difference', () => {
  const list = phrases([
    ['few-shot learner', 1],
    ['GPU', 2],
    ['accel*', 3]
  ])
  expect(list.find('FEW SHOT Learners; (gpus) acceleration, “accelerated”. few-shot-learner')).toEqual([1, 2, 3, 3, 1])
  expect(list.find('few, shots learn: GPUx')).toEqual([])
})

test('whatever the texts, the answer is the same each time and from the vocabulary', () => {
  const words = Object.values(vocabulary).flatMap(phrasesOf)
  const text = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary' })), { maxLength: 30 })
    .map((all) => all.join(' '))
  fc.assert(
    fc.property(text, text, (title, abstract) => {
      const found = topicsOf({ title, abstract })
      expect(found.length).toBeLessThanOrEqual(3)
      expect(new Set(found).size).toBe(found.length)
      expect(found.filter((topic) => !topics.includes(topic))).toEqual([])
      expect(topicsOf({ title, abstract })).toEqual(found)
    })
  )
})
