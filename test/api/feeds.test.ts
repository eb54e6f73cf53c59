import { Readable } from 'node:stream'
import { extractFromJson } from '@extractus/feed-extractor'
import FeedParser from 'feedparser'
import { parseFeed } from 'feedsmith'
import { beforeAll, expect, test } from 'vitest'
import { feedTopics } from '../../services/editions/feeds/feed-topics.ts'
import { shortTitle } from '../../services/mail/digest-headline.ts'
import { publicEnvironment, useApp } from '../support/app.ts'
import { listPapers } from '../support/papers.ts'
import { makeEdition, sendListed } from './reading-rig.ts'

const site = useApp(publicEnvironment)
const base = publicEnvironment.BASE_URL
const days = ['2026-11-23', '2026-11-20', '2026-11-19']

beforeAll(async () => {
  await site.database.pool.query("update installation set created_at = '2026-01-01'")
  for (const [place, day] of days.toReversed().entries()) await makeEdition(site, day, 6, place * 6)
  // What a title may hold at worst: markup, an end of CDATA, a quote, and signs that XML cannot write.
  await site.database.pool.query(`update edition_revisions set subject = $1 where edition_id = 1`, [
    'Loss < 0.5 & ]]> "quoted" <script>alert(1)</script> \u0001\uFFFE end'
  ])
})

const get = (url: string, headers: Record<string, string> = {}) => site.app.inject({ url, headers })

/** The second opinion: a parser of its own on another XML parser. */
async function readWithFeedParser(text: string) {
  const parser = Readable.from([Buffer.from(text)]).pipe(new FeedParser({ addmeta: false }))
  const items: FeedParser.Item[] = []
  for await (const item of parser) items.push(item)
  return { meta: parser.meta, items }
}

test.each(['atom', 'xml'])('two parsers read the same editions in /feed.%s', async (format) => {
  const { body } = await get(`/feed.${format}`)
  const { meta, items } = await readWithFeedParser(body)
  expect(meta.title).toBe('Daily Papers')
  expect(items.map(({ guid }) => guid)).toEqual(days.map((day) => `${base}/editions/${day}`))
  expect(items.map(({ link }) => link)).toEqual(items.map(({ guid }) => guid))
  expect(items.map(({ pubdate }) => pubdate?.toISOString())).toEqual(
    ['2026-11-24', '2026-11-21', '2026-11-20'].map((day) => `${day}T08:00:00.000Z`)
  )
  // This one takes tags out of titles, whatever they are.
  expect(items.at(-1)?.title).toBe('Loss < 0.5 & ]]> "quoted" alert(1)  end')

  const parsed = parseFeed(body)
  if (parsed.format !== 'atom' && parsed.format !== 'rss') throw new Error(`read as ${parsed.format}`)
  const contents =
    parsed.format === 'atom'
      ? parsed.feed.entries?.map(({ content }) => content?.value)
      : parsed.feed.items?.map(({ description }) => description)
  const titles =
    parsed.format === 'atom'
      ? parsed.feed.entries?.map(({ title }) => title?.value)
      : parsed.feed.items?.map(({ title }) => title)
  expect(titles?.at(-1)).toBe('Loss < 0.5 & ]]> "quoted" <script>alert(1)</script>  end')
  expect(contents).toHaveLength(3)
  expect(contents).toEqual(items.map(({ description }) => description))
  for (const content of contents ?? []) expect(content?.match(/<li><h3>/g)).toHaveLength(6)
})

test('Atom keeps to RFC 4287: ids, dates and links that it asks for, and each id once', async () => {
  const parsed = parseFeed((await get('/feed.atom')).body)
  if (parsed.format !== 'atom') throw new Error(`read as ${parsed.format}`)
  const { feed } = parsed
  expect(feed.id).toBe(`${base}/feed.atom`)
  expect(feed.links).toContainEqual({ rel: 'self', type: 'application/atom+xml', href: `${base}/feed.atom` })
  expect(feed.authors).toEqual([{ name: 'The Papers Society' }])
  expect(feed.updated).toBe('2026-11-24T08:00:00.000Z')
  expect(new Set(feed.entries?.map(({ id }) => id)).size).toBe(3)
  for (const entry of feed.entries ?? []) {
    expect(entry.updated).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(entry.links?.every(({ href }) => href?.startsWith('https://'))).toBe(true)
    expect(entry.content?.type).toBe('html')
  }
})

test('the JSON Feed has what version 1.1 asks for', async () => {
  const { body, headers } = await get('/feed.json')
  expect(headers['content-type']).toBe('application/feed+json; charset=utf-8')
  const feed = JSON.parse(body)
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    home_page_url: `${base}/`,
    feed_url: `${base}/feed.json`,
    authors: [{ name: 'The Papers Society' }]
  })
  expect(feed.items.map(({ id }: { id: string }) => id)).toEqual(days.map((day) => `${base}/editions/${day}`))
  for (const item of feed.items) {
    expect(item.content_html).toContain('<ol><li>')
    expect(item.date_published).toMatch(/Z$/)
  }
  const parsed = parseFeed(body)
  if (parsed.format !== 'json') throw new Error(`read as ${parsed.format}`)
  expect(parsed.feed.items?.map(({ id }) => id)).toEqual(feed.items.map(({ id }: { id: string }) => id))
  const { title, link, entries = [] } = extractFromJson(body)
  expect({ title, link }).toEqual({ title: feed.title, link: `${base}/` })
  expect(entries.map((entry) => [entry.id, entry.link, entry.published])).toEqual(
    feed.items.map((item: Record<string, string>) => [item.id, item.url, item.date_published])
  )
})

test('no feed has an address that is not absolute, nor a script', async () => {
  for (const format of ['atom', 'xml', 'json']) {
    const { body } = await get(`/feed.${format}`)
    const addresses = [...body.matchAll(/(?:href|src)=(?:"|&quot;|\\")(.*?)(?:"|&quot;|\\")/g)].map(([, url]) => url)
    expect(addresses.length).toBeGreaterThan(20)
    expect(addresses.filter((url) => !/^https?:\/\//.test(url ?? ''))).toEqual([])
    // A title is plain text, and the one of these that says so is no script.
    expect(body.replaceAll(/(?:<title>|"title":)[^\n,]*/g, '')).not.toMatch(/<script|&lt;script/i)
  }
})

test('a reader who has the newest feed is told so, by tag or by date', async () => {
  const { headers, body } = await get('/feed.atom')
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'last-modified': 'Tue, 24 Nov 2026 08:00:00 GMT' })
  const tag = String(headers.etag)
  const known = await get('/feed.atom', { 'if-none-match': `"other", ${tag}` })
  expect([known.statusCode, known.body, known.headers.etag]).toEqual([304, '', tag])
  expect((await get('/feed.atom', { 'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT' })).statusCode).toBe(304)
  expect((await get('/feed.atom', { 'if-modified-since': 'Tue, 24 Nov 2026 07:59:59 GMT' })).statusCode).toBe(200)
  // A tag that does not match counts for more than a date that does.
  const both = { 'if-none-match': '"other"', 'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT' }
  expect((await get('/feed.atom', both)).body).toBe(body)
})

test('a topic has a feed of its own with the papers on it', async () => {
  const { rows } = await site.database.pool.query(
    'select topic, count(*)::int as papers from edition_papers, unnest(topics) topic group by topic order by 2 desc limit 1'
  )
  const { topic, papers } = rows[0]
  const feed = JSON.parse((await get(`/feed/${topic}.json`)).body)
  const shown = feed.items.flatMap(({ content_html }: { content_html: string }) => content_html.match(/<li>/g) ?? [])
  expect(shown).toHaveLength(papers)
  expect(feed.feed_url).toBe(`${base}/feed/${topic}.json`)
  expect((await get(`/feed/${topic}.atom`)).headers['content-type']).toContain('application/atom+xml')
  expect((await get(`/feed/${topic}.xml`)).statusCode).toBe(200)
  expect((await get('/feed/nothing-at-all.atom', { accept: 'application/json' })).json()).toMatchObject({
    code: 'TOPIC_UNKNOWN'
  })
})

test('an entry of a topic is titled by its own papers, leads to its day and keeps its id', async () => {
  const { rows } = await site.database.pool.query<{ topic: string; titles: string[] }>(
    `select topic, array_agg(title order by position) as titles from edition_papers, unnest(topics) topic
     where edition_id = (select id from editions where feed_day = '2026-11-20') group by topic order by count(*) desc`
  )
  const titleOf = async (topic: string) => {
    const items: { id: string; url: string; title: string }[] = JSON.parse(
      (await get(`/feed/${topic}.json`)).body
    ).items
    return items.find(({ id }) => id === `${base}/editions/2026-11-20#${topic}`)
  }
  const [several, one] = [rows.find(({ titles }) => titles.length > 1), rows.find(({ titles }) => titles.length === 1)]
  const spoken = (topic = '') => feedTopics.get(topic) ?? ''
  const found = await titleOf(several?.topic ?? '')
  expect(found?.url).toBe(`${base}/papers/2026-11-20`)
  const more = (several?.titles.length ?? 0) - 1
  expect(found?.title).toBe(`${spoken(several?.topic)}: ${shortTitle(several?.titles[0] ?? '')} + ${more} more`)
  expect((await titleOf(one?.topic ?? ''))?.title).toBe(`${spoken(one?.topic)}: ${shortTitle(one?.titles[0] ?? '')}`)

  const topic = several?.topic ?? ''
  for (const format of ['atom', 'xml']) {
    const { items } = await readWithFeedParser((await get(`/feed/${topic}.${format}`)).body)
    const entry = items.find(({ link }) => link === `${base}/papers/2026-11-20`)
    expect([entry?.guid, entry?.title]).toEqual([`${base}/editions/2026-11-20#${topic}`, found?.title])
  }
  // The address of a page that is not the link of the item is no permanent link to it.
  expect((await get(`/feed/${topic}.xml`)).body).toContain('<guid isPermaLink="false">')
})

test('the archive lists the feeds, every page leads there, and each is one that is served', async () => {
  const page = (await get('/papers', { accept: 'text/html' })).body
  expect((await get('/', { accept: 'text/html' })).body).toContain('<a href="/papers#feeds">Feeds by topic</a>')
  const [, section = ''] = page.split(' id="feeds"')
  const addresses = [...section.matchAll(/href="(\/feed[^"]*)"/g)].map(([, url = '']) => url)
  for (const topic of feedTopics.keys()) expect(addresses).toContain(`/feed/${topic}.atom`)
  for (const url of addresses) expect([url, (await get(url)).statusCode]).toEqual([url, 200])
})

test.each(['vision transformers', 'Vision-Transformers'])('a search for a topic names its feeds: %s', async (asked) => {
  const search = async (q: string) => (await get(`/search?${new URLSearchParams({ q })}`, { accept: 'text/html' })).body
  const page = await search(asked)
  for (const format of ['atom', 'xml', 'json']) {
    expect(page).toMatch(
      new RegExp(`<link rel="alternate"[^>]*vision transformers[^>]*href="${base}/feed/vision-transformers.${format}"`)
    )
    expect(page).toContain(`<a href="/feed/vision-transformers.${format}">`)
    // Those of all editions stay.
    expect(page).toContain(`href="${base}/feed.${format}"`)
  }
  expect(await search('vision')).not.toContain('/feed/')
})

test('a summary that a machine wrote is credited, with a link to the page that has it', async () => {
  await listPapers(site.deps.db, '2026-11-18', 2, 30)
  await site.database.pool.query(
    `update papers set summary = null, machine_summary = 'A machine says what it did.', discussion_url = 'https://huggingface.co/papers/1'
     where id = (select max(paper_id) from paper_listings where feed_day = '2026-11-18')`
  )
  await sendListed(site, '2026-11-18')
  const feed = JSON.parse((await get('/feed.json')).body)
  const { content_html: html } = feed.items.at(-1)
  expect(html).toContain(
    '<p>A machine says what it did.</p><p><a href="https://huggingface.co/papers/1">AI summary, Hugging Face</a></p>'
  )
  expect(html.match(/AI summary/g)).toHaveLength(1)
  await site.database.pool.query("update editions set state = 'cancelled' where feed_day = '2026-11-18'")
})

test('every page names the feeds', async () => {
  const page = (await get('/', { accept: 'text/html' })).body
  for (const format of ['atom', 'xml', 'json']) expect(page).toContain(`href="${base}/feed.${format}"`)
})

test('an edition that was cancelled is in no feed', async () => {
  await site.database.pool.query("update editions set state = 'cancelled' where feed_day = '2026-11-20'")
  const feed = JSON.parse((await get('/feed.json')).body)
  expect(feed.items.map(({ id }: { id: string }) => id.slice(-10))).toEqual(['2026-11-23', '2026-11-19'])
  await site.database.pool.query("update editions set state = 'sent' where feed_day = '2026-11-20'")
})

test('without an edition the feeds are there, empty and valid', async () => {
  await site.database.pool.query('truncate editions cascade')
  for (const format of ['atom', 'xml', 'json']) {
    const { statusCode, body } = await get(`/feed.${format}`)
    expect(statusCode).toBe(200)
    expect(() => parseFeed(body)).not.toThrow()
  }
})
