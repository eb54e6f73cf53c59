import type { Outbound } from '../../platform/outbound/outbound.ts'

export const entriesPerPage = 100

export type ListPage =
  | {
      kind: 'page'
      /** As they came. */
      entries: unknown[]
      /** Whether the source says that a page follows. */
      next: boolean
    }
  | { kind: 'status'; status: number; reason: string }
  | { kind: 'failed'; reason: string }

/** Reads a page (from 0) of the list of Daily Papers, of a day (`date`) or in another order (`sort`). */
export async function readListPage(
  outbound: Outbound,
  which: { date: string } | { sort: 'trending' },
  page: number
): Promise<ListPage> {
  const query = new URLSearchParams({ ...which, limit: String(entriesPerPage), p: String(page) })
  const answer = await outbound.get(`/api/daily_papers?${query.toString()}`, { types: ['application/json'] })
  if (answer.kind === 'failed') return answer
  if (answer.status !== 200)
    return { kind: 'status', status: answer.status, reason: `HTTP ${answer.status}${said(answer.headers)}` }
  const entries = parse(answer.body)
  if (entries === undefined) return { kind: 'failed', reason: 'the answer is not JSON' }
  // An error with the status of a success, `{"error": "..."}`, is one of the things that come.
  if (!Array.isArray(entries)) return { kind: 'failed', reason: 'the answer is no list' }
  return { kind: 'page', entries, next: linksNext(answer.headers['link']) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a Link header (RFC 8288) names a next page. Its address is not used: pages are counted here. */
function linksNext(header: string | string[] | undefined): boolean {
  return /<[^<>]*>[^,<]*;\s*rel="?next"?/i.test(String(header ?? ''))
}

function said(headers: Record<string, unknown>): string {
  const message = headers['x-error-message']
  return typeof message === 'string' ? `: ${message.replaceAll(/[^ -~]/g, '').slice(0, 200)}` : ''
}
