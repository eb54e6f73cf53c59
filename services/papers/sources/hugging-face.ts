import type { Config } from '../../platform/config.ts'
import { type Outbound, openOutbound } from '../../platform/outbound/outbound.ts'
import { userAgent } from '../../platform/outbound/user-agent.ts'
import { isFeedDay } from '../feed-day.ts'
import { readListed } from './hugging-face-item.ts'
import { entriesPerPage, readListPage } from './hugging-face-page.ts'
import { openTrending, type TrendingRanks } from './hugging-face-trending.ts'
import type { PaperSource, SourceDeps, SourceItem, SourceReading } from './source.ts'
import { count, noneRead, type Tally } from './tally.ts'

/** A day has up to 100 papers; ten times that is a source gone wrong. */
const mostPages = 10

type List =
  | { kind: 'list'; entries: unknown[]; complete: boolean; reason?: string }
  | Exclude<SourceReading, { kind: 'read' }>

/** Opens Hugging Face Daily Papers: the day's list, with votes, comments and stars as of now. */
export function openHuggingFace(config: Config, { clock, sleep }: SourceDeps): PaperSource {
  const outbound = openOutbound(config.huggingfaceUrl, {
    clock,
    sleep,
    userAgent: userAgent(config),
    waits: [2000, 15_000],
    ...(config.huggingfaceToken === undefined
      ? {}
      : { headers: { authorization: `Bearer ${config.huggingfaceToken}` } })
  })
  const trending = openTrending(outbound, clock)
  return {
    name: 'huggingface',
    lists: true,
    async readDay(day) {
      if (!isFeedDay(day)) throw new Error(`not a feed day: ${day}`)
      const list = await readList(outbound, day)
      if (list.kind !== 'list') return list
      const { entries, kind: _kind, ...completeness } = list
      const ranks = entries.length === 0 ? new Map<string, number>() : await trending()
      const { items, refused } = readEntries(entries, ranks)
      if (items.length === 0 && entries.length > 0) return { kind: 'failed', reason: noneRead(refused) }
      return { kind: 'read', items, refused, ...completeness }
    }
  }
}

async function readList(outbound: Outbound, day: string): Promise<List> {
  const entries: unknown[] = []
  for (let number = 0; number < mostPages; number++) {
    const page = await readListPage(outbound, { date: day }, number)
    if (page.kind !== 'page') {
      // A day that has not begun there is no outage: for a well-formed date 400 means nothing else.
      if (number === 0)
        return page.kind === 'status' && page.status === 400 ? { kind: 'not_open' } : failed(page.reason)
      return { kind: 'list', entries, complete: false, reason: `page ${number + 1}: ${page.reason}` }
    }
    entries.push(...page.entries)
    // The last page may name a next one, which is empty then.
    if (!page.next || page.entries.length < entriesPerPage) return { kind: 'list', entries, complete: true }
  }
  return { kind: 'list', entries, complete: false, reason: `more than ${mostPages} pages` }
}

function failed(reason: string): List {
  return { kind: 'failed', reason }
}

function readEntries(entries: readonly unknown[], ranks: TrendingRanks): { items: SourceItem[]; refused: Tally } {
  const items = new Map<string, SourceItem>()
  const refused: Tally = {}
  let position = 0
  for (const entry of entries) {
    const read = readListed(entry)
    // Between two pages the list may have moved on by one: what is seen again keeps its first place.
    if ('item' in read && items.has(read.item.arxivId)) {
      count(refused, 'listed twice')
      continue
    }
    position++
    if ('reason' in read) {
      count(refused, read.reason)
      continue
    }
    const sourceRank = ranks.get(read.item.arxivId)
    items.set(read.item.arxivId, { ...read.item, position, ...(sourceRank === undefined ? {} : { sourceRank }) })
  }
  return { items: [...items.values()], refused }
}
