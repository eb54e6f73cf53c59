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

export interface FeedTopic {
  slug: string
  name: string
}

/** The topic with a feed that is named so, or nearly: "Vision-Transformers" is "vision transformers". */
export function feedTopicNamed(text: string): FeedTopic | undefined {
  const slug = topicSlug(text)
  const name = feedTopics.get(slug)
  return name === undefined ? undefined : { slug, name }
}
