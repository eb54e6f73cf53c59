import { say, type Words } from '../../mail/words/words.ts'
import type { Db } from '../../platform/database.ts'
import type { Feed, FeedEntry } from './feed.ts'
import { feedTopics } from './feed-topics.ts'
import { type EntryRow, findEntries } from './feeds.queries.ts'
import { escapeMarkup } from './markup.ts'

/** Six weeks of working days: who was away longer reads the archive. */
const mostEntries = 30

export interface FeedDeps {
  db: Db
  words: Words
  site: { siteName: string; baseUrl: string; operatorName: string | undefined }
}

/** The feed of all editions, or of what they have of a topic (a key of feedTopics). */
export async function readFeed({ db, words, site }: FeedDeps, topic: string | undefined): Promise<Feed> {
  const { siteName, baseUrl, operatorName } = site
  const rows = await findEntries(db, { limit: mostEntries, ...(topic === undefined ? {} : { topic }) })
  const entries = rows.map((row) => entryOf(row, { baseUrl, topic }))
  const name = topic === undefined ? undefined : feedTopics.get(topic)
  const path = topic === undefined ? '/feed' : `/feed/${topic}`
  return {
    title: name === undefined ? siteName : say(words, 'feed.title', { site: siteName, topic: name }),
    description:
      name === undefined ? say(words, 'feed.description') : say(words, 'feed.topicDescription', { topic: name }),
    homePage: `${baseUrl}/`,
    self: { atom: `${baseUrl}${path}.atom`, xml: `${baseUrl}${path}.xml`, json: `${baseUrl}${path}.json` },
    updatedAt: entries.reduce((newest, { updatedAt }) => (updatedAt > newest ? updatedAt : newest), new Date(0)),
    language: words.language,
    author: operatorName ?? siteName,
    icon: `${baseUrl}/favicon.svg`,
    entries
  }
}

function entryOf(row: EntryRow, { baseUrl, topic }: { baseUrl: string; topic: string | undefined }): FeedEntry {
  return {
    url: `${baseUrl}/editions/${row.day}${topic === undefined ? '' : `#${topic}`}`,
    title: row.subject,
    publishedAt: row.publishedAt,
    updatedAt: row.updatedAt,
    content: contentOf(row)
  }
}

/** An entry's HTML, put together of what was compiled with the edition. */
function contentOf({ papers }: Pick<EntryRow, 'papers'>): string {
  return `<ol>${papers.map(({ block, title, reason }) => block ?? plainBlock(title, reason)).join('')}</ol>`
}

function plainBlock(title: string, reason: string): string {
  return `<li><h3>${escapeMarkup(title)}</h3><p><em>${escapeMarkup(reason)}</em></p></li>`
}
