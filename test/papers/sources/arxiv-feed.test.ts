import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../services/papers/sources/arxiv/feed.ts'
import { parseRecords } from '../../../services/papers/sources/arxiv/records.ts'
import { payload } from '../../support/replay/payload.ts'

function feed(items: string) {
  const read = parseFeed(
    `<rss><channel><title>cs.CL</title><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>${items}</channel></rss>`
  )
  if (read.kind !== 'feed') throw new Error(read.reason)
  return read
}

const item = (parts: Partial<Record<'title' | 'guid' | 'description' | 'rest', string>> = {}) => `<item>
  <title>${parts.title ?? 'A Title'}</title>
  <guid isPermaLink="false">${parts.guid ?? 'oai:arXiv.org:2611.09991v1'}</guid>
  <description>${parts.description ?? 'arXiv:2611.09991v1 Announce Type: new \nAbstract: Text.'}</description>
  ${parts.rest ?? ''}
</item>`

describe('an item is refused, and the others are read', () => {
  test.each([
    ['without an id', item({ guid: '' }), 'no arXiv id'],
    ['with an id of something else', item({ guid: 'oai:example.org:1' }), 'no arXiv id'],
    ['of text alone', '<item>text</item>', 'no arXiv id'],
    ['that is empty', '<item/>', 'no arXiv id'],
    ['without a type', item({ description: 'Text.' }), 'unknown announce type'],
    [
      'of a type that is not announced',
      item({ rest: '<arxiv:announce_type>absonly</arxiv:announce_type>' }),
      'unknown announce type'
    ],
    ['without a title', item({ title: '' }), 'no title'],
    ['with a title of signs alone', item({ title: '!!!' }), 'the title has no letter or digit'],
    ['listed twice', item({ guid: 'oai:arXiv.org:2611.00001v2' }), 'listed twice']
  ])('%s', (_what, bad, reason) => {
    const { items, refused } = feed(item({ guid: 'oai:arXiv.org:2611.00001v1' }) + bad + item())
    expect(items.map(({ arxivId }) => arxivId)).toEqual(['2611.00001', '2611.09991'])
    expect(refused).toEqual({ [reason]: 1 })
  })
})

test.each(['new', 'cross', 'replace', 'replace-cross', 'NEW'])('what is announced as %s is read', (type) => {
  expect(feed(item({ rest: `<arxiv:announce_type>${type}</arxiv:announce_type>` })).items).toHaveLength(1)
})

test('ids keep their zeros, and a paper may be called 0', () => {
  expect(feed(item({ guid: 'oai:arXiv.org:2611.09990v12', title: '0' })).items).toMatchObject([
    { arxivId: '2611.09990', version: 12, title: '0' }
  ])
})

test('without a guid the link names the paper, and no version is known', () => {
  const { items } = feed(item({ guid: '', rest: '<link>https://arxiv.org/abs/2611.09991</link>' }))
  expect(items[0]?.arxivId).toBe('2611.09991')
  expect(items[0]).not.toHaveProperty('version')
})

test('entities are decoded once, characters by number too, and what is escaped stays text', () => {
  const title =
    'A &amp;lt; B &#8217;n&#x2019; &lt;script&gt;x&lt;/script&gt; &quot;q&quot; &eacute; &#0;&#xD800;&#99999999;'
  expect(feed(item({ title })).items[0]?.title).toBe('A &lt; B ’n’ <script>x</script> "q" &eacute; ��&#99999999;')
})

test('more entities than any attack has are no attack', () => {
  const { items } = feed(
    Array.from({ length: 500 }, (_, index) =>
      item({ guid: `oai:arXiv.org:2611.${10_000 + index}v1`, title: 'A &lt;B&gt; &amp; C' })
    ).join('')
  )
  expect(items).toHaveLength(500)
  expect(items.at(-1)?.title).toBe('A <B> & C')
})

test('a DOI is the first of its field, in lower case, and never that of arXiv itself', () => {
  const doi = (text: string) => feed(item({ rest: `<arxiv:DOI>${text}</arxiv:DOI>` })).items[0]?.doi
  expect(doi('10.1000/Example.7 10.1000/other')).toBe('10.1000/example.7')
  expect(doi('https://doi.org/10.1000/x(1)2')).toBe('10.1000/x(1)2')
  expect(doi('10.48550/arXiv.2611.09991')).toBeUndefined()
  expect(doi('javascript:alert(1)')).toBeUndefined()
  expect(doi('10.1/short')).toBeUndefined()
})

describe('XML is broken, and nothing of it is read,', () => {
  const whole = payload('arxiv-rss.xml')
  test.each([
    ['where it stops', whole.slice(0, -100)],
    ['where tags cross', whole.replace('</guid>', '</link>')],
    ['where something follows', `${whole}<rss></rss>`],
    ['where it is text', 'Rate exceeded.'],
    ['where it is empty', ''],
    ['where it defines entities', whole.replace('<rss', '<!DOCTYPE rss [<!ENTITY lol "lol">]><rss')],
    ['where it asks for a file', whole.replace('<rss', '<!doctype rss SYSTEM "file:///etc/passwd"><rss')],
    ['where it is nested without end', `<rss>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</rss>`],
    ['where its names would change every object', '<rss><channel><__proto__><x>1</x></__proto__></channel></rss>'],
    ['where it is JSON', '{"error":"x"}']
  ])('%s', (_what, text) => {
    expect(parseFeed(text)).toMatchObject({ kind: 'failed' })
    expect(parseRecords(text)).toMatchObject({ kind: 'failed' })
    expect({}).not.toHaveProperty('x')
  })
})

test('a feed or a list of records of which nothing can be read is a failure, and a list of deleted ones is not', () => {
  const items = '<item><name>x</name></item>'.repeat(3)
  const text = `<rss><channel><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>${items}</channel></rss>`
  expect(parseFeed(text)).toEqual({ kind: 'failed', reason: 'nothing could be read (no arXiv id: 3)' })
  const records = (record: string) => `<OAI-PMH><ListRecords>${record}</ListRecords></OAI-PMH>`
  expect(parseRecords(records('<record><x/></record>'))).toMatchObject({ kind: 'failed' })
  expect(parseRecords(records('<record><header status="deleted"/></record>'))).toMatchObject({
    kind: 'records',
    refused: { deleted: 1 }
  })
})

test('an empty feed is a day without announcements', () => {
  expect(parseFeed(payload('arxiv-rss-empty.xml'))).toEqual({
    kind: 'feed',
    day: '2026-11-21',
    size: 0,
    items: [],
    refused: {}
  })
})

test('a feed that says it is an error is one, whatever its status', () => {
  expect(parseFeed(payload('arxiv-rss-error.xml'))).toEqual({
    kind: 'failed',
    reason: "feed error: Bad subject class 'XX'. Valid subject classes for the archive 'cs' are: cs.AI, cs.AR, cs.CC."
  })
})

describe('a record', () => {
  test('tells the newest version, the day of the first, and where the list goes on', () => {
    expect(parseRecords(payload('arxiv-oai.xml'))).toEqual({
      kind: 'records',
      refused: {},
      token: 'verb%3DListRecords%26skip%3D1000',
      items: [
        {
          arxivId: '2611.09991',
          version: 2,
          publishedOn: '2026-11-14',
          title: 'Sparse Routing at 256×256: A 35% Cheaper Tokenizer',
          authors: ['Ada Example', 'Erdős Sample'],
          abstract: 'We reduce cost by 35%.',
          doi: '10.1000/example.42'
        }
      ]
    })
  })

  test.each([
    ['deleted', '<header status="deleted"><identifier>oai:arXiv.org:2611.00001</identifier></header>', 'deleted'],
    ['without metadata', '<header/>', 'no arXiv id'],
    ['without a title', '<metadata><arXivRaw><id>2611.00001</id></arXivRaw></metadata>', 'no title']
  ])('that is %s is refused', (_what, record, reason) => {
    const text = payload('arxiv-oai.xml').replace('<record>', `<record>${record}</record><record>`)
    expect(parseRecords(text)).toMatchObject({ refused: { [reason]: 1 }, items: [{ arxivId: '2611.09991' }] })
  })

  test('without usable versions has none, and no date', () => {
    const text = payload('arxiv-oai.xml').replaceAll('version="v', 'version="x').replaceAll('<doi>', '<doi>no ')
    const read = parseRecords(text)
    expect(read.kind === 'records' && read.items[0]).not.toHaveProperty('version')
    expect(read.kind === 'records' && read.items[0]).not.toHaveProperty('publishedOn')
  })

  test('that is withdrawn says so in its comment', () => {
    const text = payload('arxiv-oai.xml').replace('12 pages, 4 figures', 'This paper has been withdrawn by the author')
    expect(parseRecords(text)).toMatchObject({ items: [{ withdrawn: true }] })
  })
})

test('an error of OAI that is not "nothing matches" is a failure, by its code', () => {
  expect(parseRecords(payload('arxiv-oai-norecords.xml'))).toMatchObject({ kind: 'records', items: [] })
  for (const code of ['badResumptionToken', 'badArgument'])
    expect(parseRecords(`<OAI-PMH><error code="${code}">No.</error></OAI-PMH>`)).toEqual({
      kind: 'failed',
      reason: `OAI error: ${code}`
    })
  expect(parseRecords('<OAI-PMH><error>No.</error></OAI-PMH>')).toEqual({
    kind: 'failed',
    reason: 'OAI error: unknown'
  })
})
