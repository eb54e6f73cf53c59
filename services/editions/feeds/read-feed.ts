import { shortTitle } from '../../mail/digest-headline.ts'
import { plainText } from '../../mail/message-plain.ts'
import { say, type Words } from '../../mail/words/words.ts'
import type { Db } from '../../platform/database.ts'
import type { Feed, FeedEntry } from './feed.ts'
import type { FeedTopic } from './feed-topics.ts'
import { type EntryRow, findEntries } from './feeds.queries.ts'
import { escapeMarkup } from './markup.ts'

/** Six weeks of working days: who was away longer reads the archive. */
const mostEntries = 30

export interface FeedDeps {
  db: Db
  words: Words
  site: { siteName: string; baseUrl: string; operatorName: string | undefined }
}

/** The feed of all editions, or of what they have of a topic. */
export async function readFeed({ db, words, site }: FeedDeps, topic: FeedTopic | undefined): Promise<Feed> {
  const { siteName, baseUrl, operatorName } = site
  const rows = await findEntries(db, { limit: mostEntries, ...(topic === undefined ? {} : { topic: topic.slug }) })
  const entries = rows.map((row) => entryOf(row, { baseUrl, words, topic }))
  const path = topic === undefined ? '/feed' : `/feed/${topic.slug}`
  return {
    title: topic === undefined ? siteName : say(words, 'feed.title', { site: siteName, topic: topic.name }),
    description:
      topic === undefined ? say(words, 'feed.description') : say(words, 'feed.topicDescription', { topic: topic.name }),
    homePage: `${baseUrl}/`,
    self: { atom: `${baseUrl}${path}.atom`, xml: `${baseUrl}${path}.xml`, json: `${baseUrl}${path}.json` },
    updatedAt: entries.reduce((newest, { updatedAt }) => (updatedAt > newest ? updatedAt : newest), new Date(0)),
    language: words.language,
    author: operatorName ?? siteName,
    icon: `${baseUrl}/favicon.svg`,
    entries
  }
}

/** What an edition has of a topic is listed on its day: the mail shows only the first of its papers. */
function entryOf(
  row: EntryRow,
  { baseUrl, words, topic }: { baseUrl: string; words: Words; topic: FeedTopic | undefined }
): FeedEntry {
  const edition = `${baseUrl}/editions/${row.day}`
  const { publishedAt, updatedAt } = row
  const common = { publishedAt, updatedAt, content: contentOf(row) }
  if (topic === undefined) return { ...common, id: edition, url: edition, title: row.subject }
  return {
    ...common,
    id: `${edition}#${topic.slug}`,
    url: `${baseUrl}/papers/${row.day}`,
    title: titleOf(row, words, topic)
  }
}

function titleOf({ papers }: Pick<EntryRow, 'papers'>, words: Words, { name }: FeedTopic): string {
  const title = shortTitle(plainText(papers[0]?.title ?? '', 300) || say(words, 'digest.untitled'))
  const more = papers.length - 1
  return say(words, 'feed.topicEntry', {
    topic: name,
    papers: more > 0 ? say(words, 'digest.subject', { title, more }) : title
  })
}

/** An entry's HTML, put together of what was compiled with the edition. */
function contentOf({ papers }: Pick<EntryRow, 'papers'>): string {
  return `<ol>${papers.map(({ block, title, reason }) => block ?? plainBlock(title, reason)).join('')}</ol>`
}

function plainBlock(title: string, reason: string): string {
  return `<li><h3>${escapeMarkup(title)}</h3><p><em>${escapeMarkup(reason)}</em></p></li>`
}
