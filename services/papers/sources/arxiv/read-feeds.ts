import type { Outbound } from '../../../platform/outbound/outbound.ts'
import { addTally } from '../tally.ts'
import { newestOf } from './arxiv-paper.ts'
import { type Feed, parseFeed } from './feed.ts'

/** arXiv cuts a feed here, and what it leaves out first are the new papers. */
const mostItems = 2000

const types = ['application/rss+xml', 'application/xml', 'text/xml']

export type FeedReading = (Feed & { complete: boolean }) | { kind: 'failed'; reason: string }

/**
 * Opens arXiv's feeds. One request reads all categories; where that is too much for one feed they
 * are halved until it is not. A feed that did not change since it was read is not sent again.
 */
export function openFeeds(outbound: Outbound): (categories: readonly string[]) => Promise<FeedReading> {
  /** By path. */
  const kept = new Map<string, { etag: string; feed: Feed }>()

  async function readOne(path: string): Promise<Feed | { kind: 'failed'; reason: string; tooLarge?: true }> {
    const known = kept.get(path)
    const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known.etag }
    const answer = await outbound.get(path, { types, headers })
    if (answer.kind === 'failed') return answer
    if (answer.status === 304 && known !== undefined) return known.feed
    const feed = answer.status === 200 || answer.status === 400 ? parseFeed(answer.body) : undefined
    if (answer.status !== 200 || feed === undefined)
      return { kind: 'failed', reason: `HTTP ${answer.status}${feed?.kind === 'failed' ? `, ${feed.reason}` : ''}` }
    const { etag } = answer.headers
    if (feed.kind === 'feed' && etag !== undefined) kept.set(path, { etag, feed })
    return feed
  }

  return async function read(categories): Promise<FeedReading> {
    const feed = await readOne(`/rss/${categories.join('+')}`)
    const overfull = feed.kind === 'failed' ? feed.tooLarge === true : feed.size >= mostItems
    if (!overfull || categories.length === 1)
      return feed.kind === 'failed' ? { kind: 'failed', reason: feed.reason } : { ...feed, complete: !overfull }
    const half = Math.ceil(categories.length / 2)
    const one = await read(categories.slice(0, half))
    const other = one.kind === 'failed' ? one : await read(categories.slice(half))
    return one.kind === 'failed' || other.kind === 'failed' ? other : joined(one, other)
  }
}

function joined(one: Feed & { complete: boolean }, other: Feed & { complete: boolean }): FeedReading {
  const refused = { ...one.refused }
  addTally(refused, other.refused)
  return {
    kind: 'feed',
    // Halves of two days are not a day: the older one counts, and is found to be stale.
    day: one.day < other.day ? one.day : other.day,
    size: one.size + other.size,
    items: newestOf([...one.items, ...other.items]),
    refused,
    complete: one.complete && other.complete
  }
}
