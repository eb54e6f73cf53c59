import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { atom } from '../editions/feeds/atom.ts'
import { type Feed, type FeedFormat, feedFormats } from '../editions/feeds/feed.ts'
import { type FeedTopic, feedTopics } from '../editions/feeds/feed-topics.ts'
import { jsonFeed } from '../editions/feeds/json-feed.ts'
import { readFeed } from '../editions/feeds/read-feed.ts'
import { rss } from '../editions/feeds/rss.ts'
import { mistake } from '../mail/words/mistake.ts'
import type { ApiDeps } from './api-deps.ts'
import type { SendKept } from './kept-pages.ts'
import { problemAnswer } from './schemas.ts'

const formats: Record<FeedFormat, { id: string; name: string; type: string; write: (feed: Feed) => string }> = {
  atom: { id: 'Atom', name: 'Atom', type: 'application/atom+xml; charset=utf-8', write: atom },
  xml: { id: 'Rss', name: 'RSS 2.0', type: 'application/rss+xml; charset=utf-8', write: rss },
  json: { id: 'Json', name: 'JSON Feed 1.1', type: 'application/feed+json; charset=utf-8', write: jsonFeed }
}

/** The editions as feeds, all of them and by topic. */
export const feeds: FastifyPluginAsyncTypebox<ApiDeps & { sendKept: SendKept }> = async (app, deps) => {
  const { db, config, words, sendKept } = deps

  for (const format of feedFormats) {
    const { id, name, type, write } = formats[format]
    const answer = { description: name, content: { [type]: { schema: Type.String() } } }
    const render = (topic?: FeedTopic) => async () => {
      const feed = await readFeed({ db, words, site: config }, topic)
      return { body: write(feed), ...(feed.entries.length === 0 ? {} : { changedAt: feed.updatedAt }) }
    }

    app.get(
      `/feed.${format}`,
      {
        schema: {
          tags: ['Feeds'],
          operationId: `feed${id}`,
          summary: `The newest editions as ${name}`,
          response: { 200: answer }
        }
      },
      async (request, reply) => {
        // Not for whom Accept asks: an address is one format.
        return sendKept(request, reply, { key: `/feed.${format}`, type, render: render() })
      }
    )

    app.get(
      `/feed/:topic.${format}`,
      {
        schema: {
          tags: ['Feeds'],
          operationId: `topicFeed${id}`,
          summary: `What the newest editions have of a topic, as ${name}`,
          params: Type.Object({ topic: Type.String({ description: 'Such as language-models: docs/topics.md' }) }),
          response: { 200: answer, 404: problemAnswer('TOPIC_UNKNOWN') }
        }
      },
      async (request, reply) => {
        const { topic: slug } = request.params
        const spoken = feedTopics.get(slug)
        if (spoken === undefined) throw mistake('TOPIC_UNKNOWN', 'problem.topic')
        const topic = { slug, name: spoken }
        return sendKept(request, reply, { key: `/feed/${slug}.${format}`, type, render: render(topic) })
      }
    )
  }
}
