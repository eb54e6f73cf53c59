import type { Config } from '../../../platform/config.ts'
import { openOutbound } from '../../../platform/outbound/outbound.ts'
import { openTurns } from '../../../platform/outbound/turns.ts'
import { userAgent } from '../../../platform/outbound/user-agent.ts'
import { isFeedDay } from '../../feed-day.ts'
import type { PaperSource, SourceDeps, SourceReading } from '../source.ts'
import { announcementDay, isWeekend } from './announcement-day.ts'
import type { Feed } from './feed.ts'
import { type FeedReading, openFeeds } from './read-feeds.ts'
import { readRecords } from './read-records.ts'

/** arXiv's terms: one request every three seconds over all of its interfaces, and a little for clocks that differ. */
const spacing = 3100

/**
 * Opens arXiv: the texts of what was announced on a day, new papers and new versions alike, with
 * withdrawals. Open it once a process: it remembers feeds that did not change.
 *
 * The feeds go first, and hold today's announcements only; for other days, and where the feeds
 * fail or are yesterday's still, the records of OAI-PMH are asked. The search API is not: it
 * answers 429 for hours also to those who keep its rules.
 */
export function openArxiv(config: Config, { clock, sleep }: SourceDeps): PaperSource {
  const options = {
    clock,
    sleep,
    userAgent: userAgent(config),
    waits: [60_000, 300_000],
    limits: { whole: 30_000 },
    turn: openTurns(siteOf(config.arxivRssUrl), { clock, sleep, spacing })
  }
  const feeds = openFeeds(openOutbound(config.arxivRssUrl, options))
  const records = openOutbound(config.arxivOaiUrl, options)
  const repeats = watchForRepeats()

  return {
    name: 'arxiv',
    lists: false,
    async readDay(day) {
      if (!isFeedDay(day)) throw new Error(`not a feed day: ${day}`)
      const today = announcementDay(clock.now())
      if (day > today) return { kind: 'not_open' }
      if (day < today) return readRecords(records, config.arxivCategories, day)
      const feed = await feeds(config.arxivCategories)
      const fault = repeats(feed) ?? faultOf(feed, day)
      if (feed.kind === 'feed' && fault === undefined) return readingOf(feed)
      if (feed.kind === 'feed' && isWeekend(day)) return { kind: 'read', items: [], complete: true, refused: {} }
      return fallBack(await readRecords(records, config.arxivCategories, day), feed.kind, fault ?? '')
    }
  }
}

function readingOf({ items, refused, complete }: Feed & { complete: boolean }): SourceReading {
  const reason = 'the feed of a category is full, papers may be missing'
  return { kind: 'read', items, refused, complete, ...(complete ? {} : { reason }) }
}

/** What keeps a feed from being today's. */
function faultOf(feed: FeedReading, day: string): string | undefined {
  if (feed.kind === 'failed') return `feed: ${feed.reason}`
  return feed.day === day ? undefined : `the feed is that of ${feed.day}`
}

/** arXiv has served a day's announcements once more under the next day's date (12 August 2026). */
function watchForRepeats(): (feed: FeedReading) => string | undefined {
  let last: { day: string; papers: Set<string> } | undefined
  return (feed) => {
    if (feed.kind === 'failed' || feed.items.length === 0) return undefined
    const papers = feed.items.map(({ arxivId, version }) => `${arxivId}v${version}`)
    const known = last
    if (known !== undefined && known.day < feed.day && papers.every((paper) => known.papers.has(paper)))
      return `the feed repeats that of ${known.day}`
    last = { day: feed.day, papers: new Set(papers) }
    return undefined
  }
}

function fallBack(reading: SourceReading, feed: FeedReading['kind'], fault: string): SourceReading {
  if (reading.kind === 'not_open') return reading
  const reason = reading.reason === undefined ? fault : `${fault}; records: ${reading.reason}`
  // A feed of yesterday and no records of today: they are late as well, or it is a holiday.
  const late = feed === 'feed' && reading.kind === 'read' && reading.items.length === 0
  return { ...reading, reason, ...(late ? { complete: false } : {}) }
}

/** All of arXiv's hosts are one site; a stand-in is one of its own. */
function siteOf(url: string): string {
  const { host } = new URL(url)
  return /(?:^|\.)arxiv\.org$/.test(host) ? 'arxiv.org' : host
}
