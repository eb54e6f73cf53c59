import { feedTopics } from '../../editions/feeds/feed-topics.ts'
import { say, type Words } from '../../mail/words/words.ts'

const formats = { atom: 'site.atom', xml: 'site.rss', json: 'site.jsonFeed' } as const

/** All feeds there are, those of topics in one format. */
export function Feeds({ words }: { words: Words }) {
  return (
    <section class="section" id="feeds" aria-labelledby="feeds-heading">
      <h2 id="feeds-heading">{say(words, 'feed.heading')}</h2>
      <FeedRow words={words} path="/feed" said={say(words, 'feed.every')} />
      <p class="quiet" id="topic-feeds">
        {say(words, 'feed.byTopic')}
      </p>
      <ul class="topic-row" aria-labelledby="topic-feeds">
        {[...feedTopics].map(([slug, topic]) => (
          <li key={slug}>
            <a href={`/feed/${slug}.atom`}>{topic}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One feed in its three formats. */
export function FeedRow({ words, path, said }: { words: Words; path: string; said: string }) {
  return (
    <>
      <p class="quiet" id="feed-formats">
        {said}
      </p>
      <ul class="link-row" aria-labelledby="feed-formats">
        {Object.entries(formats).map(([format, label]) => (
          <li key={format}>
            <a href={`${path}.${format}`}>{say(words, label)}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
