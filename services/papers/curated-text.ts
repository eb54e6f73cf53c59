import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import { openOutbound } from '../platform/outbound/outbound.ts'
import { systemSleep } from '../platform/outbound/sleep.ts'
import { userAgent } from '../platform/outbound/user-agent.ts'
import { parseRecords } from './sources/arxiv/records.ts'
import type { SourceItem } from './sources/source.ts'

export type FoundText = { kind: 'found'; item: SourceItem & { arxivId: string } } | { kind: 'unread'; reason: string }

/**
 * Asks arXiv's OAI-PMH for one paper (GetRecord). Once, because a person waits at a prompt, and
 * outside the worker's line of requests: one by hand is no crowd. Not asked where PAPER_SOURCES
 * leaves arXiv out.
 */
export async function readTextFromArxiv(
  { config, clock }: { config: Config; clock: Clock },
  arxivId: string
): Promise<FoundText> {
  if (!config.paperSources.includes('arxiv')) return { kind: 'unread', reason: 'PAPER_SOURCES has no arxiv' }
  const outbound = openOutbound(config.arxivOaiUrl, {
    clock,
    sleep: systemSleep,
    userAgent: userAgent(config),
    waits: []
  })
  const query = new URLSearchParams({
    verb: 'GetRecord',
    identifier: `oai:arXiv.org:${arxivId}`,
    metadataPrefix: 'arXivRaw'
  })
  const answer = await outbound.get(`/oai?${query.toString()}`, { types: ['text/xml', 'application/xml'] })
  if (answer.kind === 'failed') return { kind: 'unread', reason: answer.reason }
  if (answer.status !== 200) return { kind: 'unread', reason: `HTTP ${answer.status}` }
  const records = parseRecords(answer.body)
  if (records.kind === 'failed') return { kind: 'unread', reason: records.reason }
  const item = records.items.find((found) => found.arxivId === arxivId)
  return item === undefined ? { kind: 'unread', reason: 'it has no such paper' } : { kind: 'found', item }
}
