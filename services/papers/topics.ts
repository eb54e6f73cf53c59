import { phrases } from './topics/phrases.ts'
import { emptyPhrases, phrasesOf, type Topic, vocabulary } from './topics/vocabulary.ts'

/** As many topics as a mail shows. */
const most = 3
const titleWeight = 3
/** A text that says a word twenty times is not twenty times about it. */
const mostMentions = 3
/** A phrase in the title, or three in the abstract: real abstracts name in passing what they are not about. */
const threshold = 3

const known = phrases<Topic | undefined>([
  ...Object.entries(vocabulary).flatMap(([topic, list]) =>
    phrasesOf(list).map((phrase) => [phrase, topic as Topic] as const)
  ),
  ...phrasesOf(emptyPhrases).map((phrase) => [phrase, undefined] as const)
])
const order = Object.keys(vocabulary) as Topic[]

/**
 * The topics of a paper, at most three, the strongest first; equal ones in the order of the
 * vocabulary. The rule is that of docs/topics.md and depends on the two texts alone: plain
 * text, without markup.
 */
export function topicsOf({ title, abstract }: { title: string; abstract: string | null | undefined }): Topic[] {
  const strengths = new Map<Topic, number>()
  const add = (topic: Topic, strength: number) => strengths.set(topic, (strengths.get(topic) ?? 0) + strength)
  for (const topic of new Set(spokenOf(title))) add(topic, titleWeight)
  for (const [topic, mentions] of countOf(spokenOf(abstract ?? ''))) add(topic, Math.min(mentions, mostMentions))
  return [...strengths]
    .filter(([, strength]) => strength >= threshold)
    .toSorted(([one, first], [other, second]) => second - first || order.indexOf(one) - order.indexOf(other))
    .slice(0, most)
    .map(([topic]) => topic)
}

function spokenOf(text: string): Topic[] {
  return known.find(text).filter((topic) => topic !== undefined)
}

function countOf<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
