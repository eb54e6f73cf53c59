import type { Feed, FeedEntry } from './feed.ts'
import { escapeMarkup } from './markup.ts'

/** RSS 2.0, with the link to itself that the RSS Advisory Board's profile asks for. */
export function rss(feed: Feed): string {
  const text = escapeMarkup
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${text(feed.title)}</title>
<link>${text(feed.homePage)}</link>
<description>${text(feed.description)}</description>
<language>${text(feed.language)}</language>
<lastBuildDate>${feed.updatedAt.toUTCString()}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${text(feed.self.xml)}"/>
${feed.entries.map(itemOf).join('')}</channel>
</rss>
`
}

function itemOf(entry: FeedEntry): string {
  return `<item>
<title>${escapeMarkup(entry.title)}</title>
<link>${escapeMarkup(entry.url)}</link>
<guid isPermaLink="${entry.id === entry.url}">${escapeMarkup(entry.id)}</guid>
<pubDate>${entry.publishedAt.toUTCString()}</pubDate>
<description>${escapeMarkup(entry.content)}</description>
</item>
`
}
