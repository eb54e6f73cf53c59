import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../clock.ts'
import { type Exchange, exchange, type Limits } from './exchange.ts'
import { closedLiteral, permittedFor, pinnedLookup, type Resolve, systemResolve } from './pinned-lookup.ts'
import { askedWait } from './retry-wait.ts'
import type { Sleep } from './sleep.ts'
import type { Turn } from './turns.ts'

type OutboundAnswer =
  /** Any status but 429 and 5xx; a 200 has one of the media types asked for. */
  | { kind: 'answered'; status: number; headers: IncomingHttpHeaders; body: string }
  | { kind: 'failed'; reason: string; tooLarge?: true }

/** Requests to one configured base address, and to nowhere else. */
export interface Outbound {
  /** GETs `path` (with its query, from a slash) below the base address. Rejects only where a wait does. */
  get(path: string, asked: { types: readonly string[]; headers?: Record<string, string> }): Promise<OutboundAnswer>
}

export interface OutboundOptions {
  clock: Clock
  sleep: Sleep
  userAgent: string
  /** Milliseconds before each further try after 429 or 5xx, where the answer names no wait of its own. */
  waits: readonly number[]
  headers?: Record<string, string>
  limits?: Partial<Limits>
  /** What every request waits for, where a site wants spaces between them. */
  turn?: Turn
  resolve?: Resolve
}

const usual: Limits = { connect: 5000, whole: 15_000, bytes: 5_000_000 }

/** A window of five minutes is the longest that a source is known to have; who asks for more is asked again next time. */
const longestWait = 301_000

/** Milliseconds before each further try where the network or the answer broke: nobody asked for patience. */
const hiccups = [1000, 5000]

const mostRedirects = 3

/**
 * Opens the one way out to a configured base address: https and public addresses, or this
 * machine where the base address says so; redirects within the same origin; bounded in time,
 * size and tries. node:https and not fetch: fetch of Node 20 takes no `lookup`, and without one
 * the address that was checked need not be the one that is connected to.
 */
export function openOutbound(baseUrl: string, options: OutboundOptions): Outbound {
  const { clock, sleep, userAgent, waits, turn = (work) => work(), resolve = systemResolve } = options
  const base = new URL(baseUrl)
  const permitted = permittedFor(base)
  const limits = { ...usual, ...options.limits }
  const lookup = pinnedLookup(resolve, permitted)
  const always = { 'user-agent': userAgent, ...options.headers }
  const closed = closedLiteral(base, permitted)

  async function follow(
    start: URL,
    headers: Record<string, string>
  ): Promise<Exchange | { kind: 'refused'; reason: string }> {
    let url = start
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const from = url
      const result = await turn(() => exchange(from, { headers, lookup, limits }))
      const target = result.kind === 'answered' ? redirectTarget(result, from) : undefined
      if (target === undefined) return result
      if (target.origin !== base.origin) return { kind: 'refused', reason: `redirected to ${target.origin}` }
      url = target
    }
    return { kind: 'refused', reason: `redirected more than ${mostRedirects} times` }
  }

  return {
    async get(path, { types, headers = {} }) {
      if (closed !== undefined) return { kind: 'failed', reason: closed }
      const url = new URL(base.href.replace(/\/$/, '') + path)
      for (let attempt = 0; ; attempt++) {
        const result = await follow(url, { accept: types.join(', '), ...always, ...headers })
        if (result.kind === 'refused') return { kind: 'failed', reason: result.reason }
        if (result.kind === 'too_large') return { kind: 'failed', reason: result.reason, tooLarge: true }
        if (result.kind === 'answered' && !asksAgain(result.status)) return judge(result, types)
        const reason = result.kind === 'broken' ? result.reason : `HTTP ${result.status}`
        const own = result.kind === 'broken' ? hiccups[attempt] : waits[attempt]
        if (own === undefined) return { kind: 'failed', reason }
        const wait = (result.kind === 'answered' ? askedWait(result.headers, clock.now()) : undefined) ?? own
        if (wait > longestWait) return { kind: 'failed', reason: `${reason}, with a wait of ${wait / 1000} s` }
        await sleep(wait)
      }
    }
  }
}

const asksAgain = (status: number) => status === 429 || status >= 500

function redirectTarget(
  { status, headers }: { status: number; headers: IncomingHttpHeaders },
  from: URL
): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return undefined
  return URL.canParse(headers.location, from) ? new URL(headers.location, from) : undefined
}

function judge(answer: Extract<Exchange, { kind: 'answered' }>, types: readonly string[]): OutboundAnswer {
  const type = (answer.headers['content-type'] ?? 'none').split(';')[0]?.trim().toLowerCase() ?? ''
  // An error page of whoever stands in front, with the status of an answer.
  if (answer.status === 200 && !types.includes(type))
    return { kind: 'failed', reason: `content type ${type.slice(0, 100)}` }
  return answer
}
