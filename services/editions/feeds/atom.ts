import type { Feed, FeedEntry } from './feed.ts'
import { escapeMarkup } from './markup.ts'

/** RFC 4287. */
export function atom(feed: Feed): string {
  const text = escapeMarkup
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${text(feed.language)}">
<id>${text(feed.self.atom)}</id>
<title>${text(feed.title)}</title>
<subtitle>${text(feed.description)}</subtitle>
<updated>${feed.updatedAt.toISOString()}</updated>
<author><name>${text(feed.author)}</name></author>
<icon>${text(feed.icon)}</icon>
<link rel="self" type="application/atom+xml" href="${text(feed.self.atom)}"/>
<link rel="alternate" type="text/html" href="${text(feed.homePage)}"/>
${feed.entries.map(entryOf).join('')}</feed>
`
}

function entryOf(entry: FeedEntry): string {
  return `<entry>
<id>${escapeMarkup(entry.id)}</id>
<title>${escapeMarkup(entry.title)}</title>
<link rel="alternate" type="text/html" href="${escapeMarkup(entry.url)}"/>
<published>${entry.publishedAt.toISOString()}</published>
<updated>${entry.updatedAt.toISOString()}</updated>
<content type="html">${escapeMarkup(entry.content)}</content>
</entry>
`
}
