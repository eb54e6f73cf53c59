import type { Feed } from './feed.ts'

/** https://www.jsonfeed.org/version/1.1/ */
export function jsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.homePage,
    feed_url: feed.self.json,
    description: feed.description,
    icon: feed.icon,
    authors: [{ name: feed.author }],
    language: feed.language,
    items: feed.entries.map(({ id, url, title, publishedAt, updatedAt, content }) => ({
      id,
      url,
      title,
      content_html: content,
      date_published: publishedAt.toISOString(),
      date_modified: updatedAt.toISOString()
    }))
  })
}
