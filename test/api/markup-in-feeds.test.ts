import { Readable } from 'node:stream'
// It adds itself to what Cite reads.
// oxlint-disable-next-line import/no-unassigned-import
import '@citation-js/plugin-ris'
import { Cite } from '@citation-js/core'
import bibtexParse from '@orcid/bibtex-parse-js'
import FeedParser from 'feedparser'
import { parseFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { shortTitle } from '../../services/mail/digest-headline.ts'
import { plainText } from '../../services/mail/message-plain.ts'
import { longestQuestion } from '../../services/papers/search-query.ts'
import { useAttackedSites } from '../support/attacked-sites.ts'
import { outline } from '../support/outline.ts'

// What the tests of pages and mails show in a browser, for what other programs read.

const { attacked, harmless, attacks, days } = useAttackedSites()
const see = (site: typeof attacked, url: string) => site.app.inject({ url, headers: { accept: 'text/html' } })

/** Each entry's title and HTML, as a parser understood them. */
function entriesOf(text: string): { title: string; html: string }[] {
  const parsed = parseFeed(text)
  const of = (title: string | undefined, html: string | undefined) => ({ title: title ?? '', html: html ?? '' })
  switch (parsed.format) {
    case 'atom':
      return (parsed.feed.entries ?? []).map(({ title, content }) => of(title?.value, content?.value))
    case 'rss':
      return (parsed.feed.items ?? []).map(({ title, description }) => of(title, description))
    case 'json':
      return (parsed.feed.items ?? []).map(({ title, content_html: html }) => of(title, html))
    case 'rdf':
      throw new Error('not a feed of ours')
  }
}

async function contentsByAnotherParser(text: string): Promise<string[]> {
  const contents: string[] = []
  const parser = Readable.from([Buffer.from(text)]).pipe(new FeedParser({ addmeta: false }))
  for await (const { description } of parser as AsyncIterable<FeedParser.Item>) contents.push(description ?? '')
  return contents
}

test.each(['/feed', '/feed/language-models'].flatMap((feed) => ['atom', 'xml', 'json'].map((end) => `${feed}.${end}`)))(
  '%s has the entries, elements and attributes of its harmless twin',
  async (url) => {
    const [one, other] = await Promise.all([see(attacked, url), see(harmless, url)])
    const [entries, twins] = [entriesOf(one.body), entriesOf(other.body)]
    expect(entries).toHaveLength(days.length)
    expect(entries.map(({ html }) => outline(html))).toEqual(twins.map(({ html }) => outline(html)))
    const secondOpinion = url.endsWith('.json')
      ? entries.map(({ html }) => html)
      : await contentsByAnotherParser(one.body)
    expect(secondOpinion).toEqual(entries.map(({ html }) => html))
    // A title is text in all three formats: whole, and told apart from what surrounds it.
    const { rows } = await attacked.database.pool.query<{ subject: string; first: string; more: number }>(
      `select r.subject, min(p.title) filter (where p.position = 0) as first, count(*)::int - 1 as more
       from edition_revisions r join editions e on e.id = r.edition_id join edition_papers p on p.edition_id = e.id
       group by e.feed_day, r.subject order by e.feed_day desc`
    )
    const ofTopic = ({ first, more }: { first: string; more: number }) =>
      `language models: ${shortTitle(plainText(first, 300))} + ${more} more`
    expect(entries.map(({ title }) => title)).toEqual(
      rows.map((row) => (url.startsWith('/feed/') ? ofTopic(row) : row.subject))
    )
  }
)

test('a citation is one record with the fields of its harmless twin, in both formats', async () => {
  const tags = (file: string) => file.split('\r\n').map((line) => line.slice(0, 6))
  for (const place of attacks.keys()) {
    const read = async (extension: string) =>
      Promise.all([attacked, harmless].map(async (site) => see(site, `/paper/${place + 1}.${extension}`)))
    const [bib, plainBib] = await read('bib')
    const [entries, twins] = [bib, plainBib].map((answer) => bibtexParse.toJSON(answer?.body ?? ''))
    const fields = (all: typeof entries) =>
      all?.map(({ citationKey, entryTags }) => [citationKey, ...Object.keys(entryTags)])
    expect(fields(entries), attacks[place]).toEqual(fields(twins))

    const [record, plainRecord] = await read('ris')
    expect(tags(record?.body ?? ''), attacks[place]).toEqual(tags(plainRecord?.body ?? ''))
    expect(new Cite(record?.body ?? '').data).toHaveLength(1)
    for (const answer of [bib, record])
      expect(answer?.headers).toMatchObject({
        'content-disposition': expect.stringMatching(/^attachment; filename="paper-\d+\.(bib|ris)"$/),
        'x-content-type-options': 'nosniff'
      })
  }
})

test('a question that is markup makes the page of a question that is none', async () => {
  const known = new Set<string>()
  for (const question of ['', 'paper', 'papr', 'paper qwertzuiop', 'qwertzuiop', '-']) {
    const { body } = await see(harmless, `/search?q=${encodeURIComponent(question)}`)
    for (const element of outline(body)) known.add(withoutQuestion(element))
  }
  for (const attack of attacks) {
    const question = encodeURIComponent(Array.from(attack).slice(0, longestQuestion).join(''))
    const answer = await see(attacked, `/search?q=${question}`)
    expect(answer.statusCode, attack).toBe(200)
    const unknown = outline(answer.body).filter((element) => !known.has(withoutQuestion(element)))
    expect(unknown, attack).toEqual([])
  }
})

/** Of links only where they lead: which papers and days are found, and a question in a link to more, are its words. */
function withoutQuestion(element: string): string {
  return element.replace(/(href=\/(?:search\?q=|papers\/))\S*/, '$1')
}
