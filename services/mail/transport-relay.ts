import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { NodemailerError, SMTPPoolOptions } from 'nodemailer'
import SMTPPool from 'nodemailer/lib/smtp-pool'
import { isLoopback } from '../platform/loopback.ts'
import { classifyReply } from './replies/classify-reply.ts'
import { readableReply, redactReply } from './replies/redact-reply.ts'
import { relayIdOf } from './replies/relay-id.ts'
import type { ReplyClass, ReplyPhase } from './replies/reply-class.ts'

/** What became of a hand-over to one relay; see SendOutcome. */
export type RelayOutcome =
  | { kind: 'accepted'; reply: string; relayId: string | undefined }
  | { kind: 'answered'; class: ReplyClass; permanent: boolean; reply: string }
  | { kind: 'unreachable'; reason: string; untrusted?: true }
  | { kind: 'in_doubt'; reason: string }

export interface Mail {
  from: string
  to: string
  message: Buffer
  firstContact: boolean
}

export interface RelayOptions {
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

/** The connections to one relay. `url`: its query is ignored, Nodemailer would let it turn TLS off. */
export function openRelayPool(url: string, options: RelayOptions): SMTPPool {
  return new SMTPPool(poolOptions(url, options))
}

/** Hands one mail to one relay. Resolves for anything the network or the relay does. */
export function handOver(pool: SMTPPool, mail: Mail): Promise<RelayOutcome> {
  const progress: Progress = { session: false, handed: false }
  return new Promise((resolve) => {
    pool.send(compiled(mail, progress), (error, info) => {
      resolve(error ? failure(error, progress, mail) : success(info?.response ?? '', progress, mail.to))
    })
  })
}

/**
 * The mail as the pool reads it. Mail.sendMail would put a parser between us and the wire:
 * it lower-cases the domain of the stored address and buffers the first 32 KB of the
 * message before MAIL FROM, which would make a drop at EHLO look like one after the dot.
 */
function compiled({ from, to, message }: Mail, progress: Progress) {
  return {
    data: {},
    message: {
      // With its size (RFC 1870), so that a mail that is too big is known before it is sent.
      getEnvelope: () => ({ from, to: [to], size: message.length }),
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
  // A usual mail in one: each slice costs a pass through the stream and a write.
  const size = 65_536
  let offset = 0
  return new Readable({
    read() {
      const slice = message.subarray(offset, offset + size)
      offset += size
      this.push(slice.length === 0 ? null : slice)
    }
  })
}

function success(response: string, progress: Progress, to: string): RelayOutcome {
  const reply = redactReply(response, to)
  // Nodemailer takes anything that begins with a 2, also before the dot.
  if (progress.handed && /^2\d\d([ -]|$)/.test(response))
    return { kind: 'accepted', reply, relayId: relayIdOf(readableReply(response, to)) }
  return { kind: 'in_doubt', reason: `no readable answer to the mail: ${reply}` }
}

function failure(error: NodemailerError, progress: Progress, { to, firstContact }: Mail): RelayOutcome {
  const response = error.response ?? ''
  const reply = redactReply(response, to)
  const code = Number(/^([45]\d\d)([ -]|$)/.exec(response)?.[1] ?? 0)
  if (code === 0 && progress.handed) return { kind: 'in_doubt', reason: reply || describe(error, to) }
  if (isOverSize(error)) return { kind: 'answered', class: 'message', permanent: true, reply: describe(error, to) }
  // STARTTLS refused is an answer, but to a connection nobody could use: as if there was none.
  if (response === '' || error.code === 'ETLS') {
    const reason = reply || describe(error, to)
    return { kind: 'unreachable', reason, ...(isUntrusted(error) ? { untrusted: true } : {}) }
  }

  const verdict = classifyReply(
    { code, text: readableReply(response, to) },
    { phase: phaseOf(error, progress), firstContact }
  )
  if (verdict === 'accepted') return { kind: 'in_doubt', reason: reply }
  return { kind: 'answered', class: verdict, permanent: code >= 500, reply }
}

/** Nodemailer's own word, without a reply: the mail is bigger than the SIZE that the relay offers. */
function isOverSize(error: NodemailerError): boolean {
  return error.code === 'EMESSAGE' && error.command === 'MAIL FROM' && !error.response
}

/** By the codes of Node and OpenSSL, and Nodemailer's own for a STARTTLS that is refused. A broken connection is neither. */
function isUntrusted({ code, originalCode = '' }: NodemailerError): boolean {
  return code === 'ETLS' || /^(ERR_(TLS|SSL)_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(originalCode)
}

function phaseOf(error: NodemailerError, progress: Progress): ReplyPhase {
  if (!progress.session) return 'session'
  return error.command === 'MAIL FROM' ? 'sender' : 'message'
}

/** Node leaves the message empty when each of several addresses of a host failed. */
function describe(error: NodemailerError, to: string): string {
  return redactReply(error.message || error.originalCode || error.code || 'unknown error', to)
}

function poolOptions(url: string, { connections, hostname, ca }: RelayOptions): SMTPPoolOptions {
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
