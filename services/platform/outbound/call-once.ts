import { exchange, type Limits } from './exchange.ts'
import { closedLiteral, permittedFor, pinnedLookup, type Resolve, systemResolve } from './pinned-lookup.ts'

const usual: Limits = { connect: 5000, whole: 10_000, bytes: 0 }

/**
 * One request to an address that the operator configured, for its effect: a POST of JSON where there
 * is some, else a GET. Answered means 2xx, and what the answer says is not read. It goes where
 * `openOutbound` goes: https and public addresses, or this machine where the address says so; no
 * redirects, no second try. Never throws. The reason names no path and no query: those are secrets.
 */
export async function callOnce(
  address: string,
  {
    userAgent,
    json,
    limits,
    resolve = systemResolve
  }: { userAgent: string; json: string | undefined; limits?: Partial<Limits>; resolve?: Resolve }
): Promise<{ kind: 'answered' } | { kind: 'failed'; reason: string }> {
  const url = new URL(address)
  const permitted = permittedFor(url)
  const closed = closedLiteral(url, permitted)
  if (closed !== undefined) return { kind: 'failed', reason: closed }
  const answer = await exchange(url, {
    headers: { 'user-agent': userAgent, accept: '*/*' },
    lookup: pinnedLookup(resolve, permitted),
    limits: { ...usual, ...limits },
    post: json,
    unread: true
  })
  if (answer.kind !== 'answered') return { kind: 'failed', reason: answer.reason }
  return answer.status >= 200 && answer.status < 300
    ? { kind: 'answered' }
    : { kind: 'failed', reason: `HTTP ${answer.status}` }
}
