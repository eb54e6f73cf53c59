import type { Outbound } from '../../../platform/outbound/outbound.ts'
import { addTally, type Tally } from '../tally.ts'
import { type ArxivItem, newestOf } from './arxiv-paper.ts'
import { oaiSet } from './oai-set.ts'
import { parseRecords } from './records.ts'

const types = ['text/xml', 'application/xml']

/** For one category and day. A full day of a large one fits into one. */
const mostPages = 20

type RecordsReading =
  | { kind: 'read'; items: ArxivItem[]; refused: Tally; complete: boolean; reason?: string }
  | { kind: 'failed'; reason: string }

/**
 * Reads from OAI-PMH what changed on a day in each of the categories. Slower than the feeds and
 * on several requests, but complete, for any day, and with comments and first dates. It
 * has failed where no category could be read, and is not complete where one could not. Once
 * requests fail the rest is not asked for: each would be tried for minutes.
 */
export async function readRecords(
  outbound: Outbound,
  categories: readonly string[],
  day: string
): Promise<RecordsReading> {
  const items: ArxivItem[] = []
  const refused: Tally = {}
  const faults: string[] = []
  const complete: string[] = []
  for (const category of categories) {
    const set = await readSet(outbound, { set: oaiSet(category), from: day, until: day })
    items.push(...set.items)
    addTally(refused, set.refused)
    if (set.fault !== undefined) faults.push(`${category}: ${set.fault}`)
    else complete.push(category)
    if (set.away === true) break
  }
  const reason = faults.join('; ')
  if (complete.length === 0 && items.length === 0) return { kind: 'failed', reason }
  return {
    kind: 'read',
    items: newestOf(items),
    refused,
    complete: faults.length === 0,
    ...(reason === '' ? {} : { reason })
  }
}

async function readSet(
  outbound: Outbound,
  which: { set: string; from: string; until: string }
): Promise<{ items: ArxivItem[]; refused: Tally; fault?: string; away?: true }> {
  const items: ArxivItem[] = []
  const refused: Tally = {}
  let query = new URLSearchParams({ verb: 'ListRecords', metadataPrefix: 'arXivRaw', ...which })
  for (let page = 0; page < mostPages; page++) {
    const answer = await outbound.get(`/oai?${query.toString()}`, { types })
    if (answer.kind === 'failed') return { items, refused, fault: answer.reason, away: true }
    if (answer.status !== 200) return { items, refused, fault: `HTTP ${answer.status}` }
    const records = parseRecords(answer.body)
    if (records.kind === 'failed') return { items, refused, fault: records.reason }
    items.push(...records.items)
    addTally(refused, records.refused)
    if (records.token === undefined) return { items, refused }
    // A token stands for the whole question, which must not be asked beside it.
    query = new URLSearchParams({ verb: 'ListRecords', resumptionToken: records.token })
  }
  return { items, refused, fault: `more than ${mostPages} pages` }
}
