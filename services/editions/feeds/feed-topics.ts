import { vocabulary } from '../../papers/topics/vocabulary.ts'

/** Topics that have a feed of their own: those that the installation itself gives (docs/topics.md). */
export const feedTopics: ReadonlyMap<string, string> = new Map(
  Object.keys(vocabulary).map((topic) => [topicSlug(topic), topic])
)

/** A topic in an address: "language models" -> "language-models". */
export function topicSlug(topic: string): string {
  return topic
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}
