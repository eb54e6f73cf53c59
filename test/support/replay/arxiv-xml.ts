import type { GeneratedPaper } from './generated-papers.ts'

export interface Announced extends GeneratedPaper {
  type: 'new' | 'cross' | 'replace' | 'replace-cross'
}

/** 2026-11-20 -> Fri, 20 Nov 2026 00:00:00 -0500 */
function rssDate(day: string): string {
  return new Date(`${day}T00:00:00Z`).toUTCString().replace('GMT', '-0500')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A feed of arXiv, in the order in which it lists: what is new comes last. */
export function rssXml({
  day,
  title,
  papers,
  error
}: {
  day: string
  title: string
  papers: readonly Announced[]
  error?: string
}): string {
  const order = ['replace-cross', 'replace', 'cross', 'new']
  const items = papers.toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type)).slice(0, 2000)
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>${escaped(title)}</title>
    <description>${escaped(error ?? title)}</description>
    <lastBuildDate>${rssDate(day)}</lastBuildDate>
    <pubDate>${rssDate(day)}</pubDate>
${items.map((paper) => itemXml(paper, day)).join('\n')}
  </channel>
</rss>`
}

function itemXml(
  { arxivId, version, title, abstract, type, categories, authors, doi }: Announced,
  day: string
): string {
  return `    <item>
      <title>${escaped(title)}</title>
      <link>https://arxiv.org/abs/${arxivId}</link>
      <description>arXiv:${arxivId}v${version} Announce Type: ${type} 
Abstract: ${escaped(abstract)}</description>
      <guid isPermaLink="false">oai:arXiv.org:${arxivId}v${version}</guid>
${categories.map((category) => `      <category>${category}</category>`).join('\n')}
      <pubDate>${rssDate(day)}</pubDate>
      <arxiv:announce_type>${type}</arxiv:announce_type>
      <dc:creator>${escaped(authors.map((author) => `${author} (Example Univ., Example Lab)`).join(', '))}</dc:creator>
      ${doi === undefined ? '' : `<arxiv:DOI>${escaped(doi)}</arxiv:DOI>`}
    </item>`
}

/** An answer to ListRecords in the form arXivRaw. */
export function oaiXml(papers: readonly Announced[], { day, token }: { day: string; token?: string }): string {
  const empty = '<error code="noRecordsMatch">Nothing.</error>'
  const records = `<ListRecords>${papers.map((paper) => recordXml(paper, day)).join('\n')}${
    token === undefined ? '' : `<resumptionToken>${token}</resumptionToken>`
  }</ListRecords>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
  <responseDate>${day}T05:30:00Z</responseDate>
  ${papers.length === 0 ? empty : records}
</OAI-PMH>`
}

function recordXml(paper: Announced, day: string): string {
  const { arxivId, version, title, abstract, authors, categories, comment, doi, submittedOn } = paper
  const date = new Date(`${submittedOn}T09:00:00Z`).toUTCString()
  const versions = Array.from(
    { length: version },
    (_, index) => `<version version="v${index + 1}"><date>${date}</date></version>`
  )
  return `<record>
  <header><identifier>oai:arXiv.org:${arxivId}</identifier><datestamp>${day}</datestamp></header>
  <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
    <id>${arxivId}</id>
    ${versions.join('')}
    <title>${escaped(title)}</title>
    <authors>${escaped(authors.join(', '))}</authors>
    <categories>${categories.join(' ')}</categories>
    ${comment === undefined ? '' : `<comments>${escaped(comment)}</comments>`}
    ${doi === undefined ? '' : `<doi>${escaped(doi)}</doi>`}
    <abstract>  ${escaped(abstract)}</abstract>
  </arXivRaw></metadata>
</record>`
}
