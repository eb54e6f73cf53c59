import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { readBody } from './read-body.ts'

export interface Limits {
  /** Milliseconds until a connection stands, name and TLS included. */
  connect: number
  /** Milliseconds until the last byte is there. */
  whole: number
  /** Of a body, after unpacking. */
  bytes: number
}

export type Exchange =
  | { kind: 'answered'; status: number; headers: IncomingHttpHeaders; body: string }
  | { kind: 'too_large'; reason: string }
  /** The network, the server's TLS or its way of answering; another try may do. */
  | { kind: 'broken'; reason: string }

/** Whose bodies nobody reads: they are asked for again, or lead elsewhere. */
const bodyless = (status: number) => status === 429 || status >= 500 || (status >= 300 && status < 400)

interface Request {
  headers: Record<string, string>
  lookup: LookupFunction
  limits: Limits
  /** JSON to POST; a GET without it. */
  post?: string | undefined
  /** The status is all that is wanted. */
  unread?: boolean
}

/**
 * One request without following anything. Never throws. The connection is made for it and closed
 * after it: one kept open would outlive the check of the address it goes to.
 */
export async function exchange(
  url: URL,
  { headers, lookup, limits, post, unread = false }: Request
): Promise<Exchange> {
  const signal = AbortSignal.timeout(limits.whole)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const content =
    post === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(post) }
  const sent = send(url, {
    method: post === undefined ? 'GET' : 'POST',
    agent: false,
    lookup,
    signal,
    headers: { 'accept-encoding': 'gzip', ...content, ...headers }
  })
  // The answer tells the same; without a listener the error of a request that is cut would end the process.
  sent.on('error', () => undefined)
  const connecting = giveUpConnecting(sent, url, limits.connect)
  try {
    sent.end(post)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const status = response.statusCode ?? 0
    const body = unread || bodyless(status) ? '' : await readBody(response, limits.bytes, signal)
    if (body === undefined) return { kind: 'too_large', reason: `the body is larger than ${limits.bytes} bytes` }
    return { kind: 'answered', status, headers: response.headers, body }
  } catch (error) {
    const reason = signal.aborted ? `no whole answer within ${limits.whole} ms` : (error as Error).message
    return { kind: 'broken', reason }
  } finally {
    clearTimeout(connecting)
    sent.destroy()
  }
}

function giveUpConnecting(sent: ClientRequest, url: URL, limit: number): NodeJS.Timeout {
  const timer = setTimeout(() => sent.destroy(new Error(`no connection within ${limit} ms`)), limit)
  const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect'
  sent.once('socket', (socket) => socket.once(connected, () => clearTimeout(timer)))
  return timer
}
