import { textOf } from '../loose-values.ts'
import { count, noneRead, type Tally } from '../tally.ts'
import { writtenDay } from './announcement-day.ts'
import { type ArxivItem, readPaper } from './arxiv-paper.ts'
import { childrenOf, childText, childTexts, readXml, type Xml } from './read-xml.ts'
import { parseVersionedId } from './versioned-id.ts'

export interface Feed {
  kind: 'feed'
  /** The day whose announcements these are. */
  day: string
  /** Items, those that were left out too. */
  size: number
  items: ArxivItem[]
  refused: Tally
}

/** `new` and `cross` are papers new to these categories, the others versions of known ones. */
const announced = new Set(['new', 'cross', 'replace', 'replace-cross'])

const prefix = /^arXiv:\S+\s+Announce Type:\s*([a-z-]+)\s+Abstract:\s*/i

/**
 * Reads an RSS feed of arXiv. An empty one is a day without announcements; a feed that
 * says what was wrong with the question comes with a status of 400, and is `failed` here.
 */
export function parseFeed(text: string): Feed | { kind: 'failed'; reason: string } {
  const root = readXml(text)
  if (root === undefined) return { kind: 'failed', reason: 'the feed is broken XML' }
  const [channel] = childrenOf(childrenOf(root, 'rss')[0], 'channel')
  if (channel === undefined) return { kind: 'failed', reason: 'the answer is no feed' }
  if (/^feed error/i.test(childText(channel, 'title') ?? ''))
    return { kind: 'failed', reason: `feed error: ${shown(childText(channel, 'description') ?? 'no reason')}` }
  // lastBuildDate is today's also where the announcements are yesterday's.
  const day = writtenDay(childText(channel, 'pubDate') ?? '')
  if (day === undefined) return { kind: 'failed', reason: 'the feed has no date' }
  const items = new Map<string, ArxivItem>()
  const refused: Tally = {}
  const elements = elementsOf(channel)
  for (const element of elements) {
    const read = readItem(element)
    if ('reason' in read) count(refused, read.reason)
    else if (items.has(read.item.arxivId)) count(refused, 'listed twice')
    else items.set(read.item.arxivId, read.item)
  }
  if (items.size === 0 && elements.length > 0) return { kind: 'failed', reason: noneRead(refused) }
  return { kind: 'feed', day, size: elements.length, items: [...items.values()], refused }
}

/** A source's words within a reason. */
function shown(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').slice(0, 200)
}

/** Every `item`, also one that holds nothing but text. */
function elementsOf(channel: Xml): unknown[] {
  const items = channel['item']
  return Array.isArray(items) ? items : []
}

function readItem(element: unknown): { item: ArxivItem } | { reason: string } {
  const id = parseVersionedId(childText(element, 'guid') ?? childText(element, 'link') ?? '')
  if (id === undefined) return { reason: 'no arXiv id' }
  const description = childText(element, 'description') ?? ''
  const [start = '', described] = prefix.exec(description) ?? []
  const type = childText(element, 'arxiv:announce_type') ?? described ?? ''
  if (!announced.has(type.toLowerCase())) return { reason: 'unknown announce type' }
  return readPaper({
    ...id,
    title: childText(element, 'title'),
    abstract: textOf(description.slice(start.length)),
    authors: childTexts(element, 'dc:creator').join(', '),
    doi: childText(element, 'arxiv:DOI')
    // pubDate is the announcement's; when a paper came to arXiv the feed does not tell.
  })
}
