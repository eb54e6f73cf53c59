import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { NodemailerError, SMTPPoolOptions } from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool'
import { AppError } from '../platform/errors.ts'
import { isLoopback } from '../platform/loopback.ts'
import { classifyReply, type ReplyPhase, redactReply } from './replies.ts'

/** What became of one hand-over. Replies and reasons are redacted: the address is `<address>`. */
export type SendOutcome =
  | { kind: 'accepted'; reply: string }
  | { kind: 'refused'; reply: string }
  | { kind: 'deferred'; reply: string }
  /** Not delivered for certain, and the relay or our settings are the cause, never the reader. */
  | { kind: 'unreachable'; reason: string }
  /** The final dot may have left and no readable answer came: the relay may have the mail. */
  | { kind: 'in_doubt'; reason: string }

export interface Transport {
  /**
   * Hands one mail to the relay. Resolves for anything the network or the relay does.
   * Throws ADDRESS_INVALID, before a byte is sent, unless both addresses are one plain addr-spec.
   */
  send(mail: { from: string; to: string; message: Buffer }): Promise<SendOutcome>
  /**
   * Takes no new mail, answers `unreachable` for what no connection has begun, waits for
   * the rest (up to ten minutes for a silent relay) and leaves no socket behind.
   */
  close(): Promise<void>
}

interface TransportOptions {
  /** smtp:// (port 587) or smtps:// (port 465). Its query is ignored: Nodemailer would let it turn TLS off. */
  url: string
  connections: number
  /** What we call ourselves in EHLO. Nodemailer would say [127.0.0.1] where the machine has no full name. */
  hostname: string
  /** PEM to trust instead of Node's authorities. A running service uses NODE_EXTRA_CA_CERTS. */
  ca?: string
}

/** How far a mail got. Nodemailer reports a drop at EHLO and one after the final dot with the same error. */
interface Progress {
  /** Signed in; MAIL FROM is next. */
  session: boolean
  /** The last byte went to the socket's stream, and the final dot follows it. */
  handed: boolean
}

/** Opens a pool of connections to the relay. Nothing is connected before the first mail. */
export function openTransport(options: TransportOptions): Transport {
  const pool = new SMTPPool(poolOptions(options))
  const inFlight = new Set<Promise<SendOutcome>>()

  return {
    async send({ from, to, message }) {
      assertAddrSpec(from)
      assertAddrSpec(to)
      const sending = handOver(pool, { from, to, message })
      inFlight.add(sending)
      try {
        return await sending
      } finally {
        inFlight.delete(sending)
      }
    },
    async close() {
      pool.close()
      await Promise.all(inFlight)
      // A connection that just finished is not yet free again, and close() spares it.
      pool.close({ force: true })
    }
  }
}

function handOver(pool: SMTPPool, mail: { from: string; to: string; message: Buffer }): Promise<SendOutcome> {
  const progress: Progress = { session: false, handed: false }
  return new Promise((resolve) => {
    pool.send(compiled(mail, progress), (error, info) => {
      resolve(error ? failure(error, progress, mail.to) : success(info?.response ?? '', progress, mail.to))
    })
  })
}

/**
 * The mail as the pool reads it. Mail.sendMail would put a parser between us and the wire:
 * it lower-cases the domain of the stored address and buffers the first 32 KB of the
 * message before MAIL FROM, which would make a drop at EHLO look like one after the dot.
 */
function compiled({ from, to, message }: { from: string; to: string; message: Buffer }, progress: Progress) {
  return {
    data: {},
    message: {
      getEnvelope: () => ({ from, to: [to] }),
      getHeader: () => '',
      messageId: () => '',
      createReadStream() {
        progress.session = true
        return inSlices(message).once('end', () => {
          progress.handed = true
        })
      }
    }
  } as unknown as Parameters<SMTPPool['send']>[0]
}

/** In slices, so that back-pressure holds 'end' back while the relay does not read. */
function inSlices(message: Buffer): Readable {
  const size = 16_384
  let offset = 0
  return new Readable({
    read() {
      const slice = message.subarray(offset, offset + size)
      offset += size
      this.push(slice.length === 0 ? null : slice)
    }
  })
}

function success(response: string, progress: Progress, to: string): SendOutcome {
  const reply = redactReply(response, to)
  // Nodemailer takes anything that begins with a 2, also before the dot.
  if (progress.handed && /^2\d\d([ -]|$)/.test(response)) return { kind: 'accepted', reply }
  return { kind: 'in_doubt', reason: `no readable answer to the mail: ${reply}` }
}

function failure(error: NodemailerError, progress: Progress, to: string): SendOutcome {
  const response = error.response ?? ''
  const reply = redactReply(response, to)
  const code = Number(/^([45]\d\d)([ -]|$)/.exec(response)?.[1] ?? 0)
  if (code === 0 && progress.handed) return { kind: 'in_doubt', reason: reply || describe(error, to) }
  if (response === '') return { kind: 'unreachable', reason: describe(error, to) }

  const verdict = classifyReply({ code, text: response }, phaseOf(error, progress))
  if (verdict === 'relay') return { kind: 'unreachable', reason: reply }
  return { kind: verdict === 'refused' ? 'refused' : 'deferred', reply }
}

function phaseOf(error: NodemailerError, progress: Progress): ReplyPhase {
  if (!progress.session) return 'session'
  return error.command === 'MAIL FROM' ? 'sender' : 'message'
}

/** Node leaves the message empty when each of several addresses of a host failed. */
function describe(error: NodemailerError, to: string): string {
  return redactReply(error.message || error.originalCode || error.code || 'unknown error', to)
}

function poolOptions({ url, connections, hostname, ca }: TransportOptions): SMTPPoolOptions {
  const { protocol, hostname: urlHost, port, username, password } = new URL(url)
  const host = urlHost.replace(/^\[|\]$/g, '')
  const secure = protocol === 'smtps:'
  const inClear = !secure && isLoopback(url)
  return {
    // In clear only to an address that is loopback whatever a resolver says: Nodemailer asks
    // the name servers before /etc/hosts, also for localhost.
    host: inClear && isIP(host) === 0 ? '127.0.0.1' : host,
    port: port === '' ? undefined : port,
    secure,
    ...(inClear ? { ignoreTLS: true } : { requireTLS: true }),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    name: hostname,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    // One more connection for a mail that none has begun to read: relays close idle ones, and
    // without it each of those would look like a relay that is away. Beyond that the ledger tries again.
    maxRequeues: 1,
    // 30 s to connect and 60 s for the greeting: Nodemailer's connectionTimeout covers both.
    connectionTimeout: 90_000,
    greetingTimeout: 60_000,
    // RFC 5321 section 4.5.3.2.6 asks for ten minutes after the dot: giving up sooner mails people twice.
    socketTimeout: 600_000,
    // Waiting for a relay to close its side kept the process alive for five seconds.
    socketCloseTimeout: 0
  }
}

const atoms = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const addrSpec = new RegExp(`^(?=.{3,254}$)(?=[^@]{1,64}@)${atoms}(\\.${atoms})*@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$`)

/** RFC 5321 section 4.1.2 without quoted strings and literals: what cannot name a second recipient. */
function assertAddrSpec(address: string): void {
  // `$` in JavaScript, without the m flag, does not match before a final line break.
  if (!addrSpec.test(address)) throw new AppError('ADDRESS_INVALID', 'An envelope address is not one plain address')
}
