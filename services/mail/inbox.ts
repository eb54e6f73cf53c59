import type { AddressInfo } from 'node:net'
import { domainToASCII } from 'node:url'
import { callbackify } from 'node:util'
import PostalMime, { type Address } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { insertMessage } from './inbox.queries.ts'

export { findMessage, listMessages } from './inbox.queries.ts'

/** The largest mail taken, in bytes. A digest stays below 150 KB. */
const sizeLimit = 1024 * 1024

/**
 * Starts local mode's inbox: a real SMTP server on a free loopback port. A mail is in the
 * database before its 250; while the database is away it answers 451. `close` lets
 * connections finish for up to a second.
 */
export async function openInbox({ db, clock }: { db: Db; clock: Clock }): Promise<{
  url: string
  close(): Promise<void>
}> {
  const server = new SMTPServer({
    name: 'inbox.localhost',
    banner: 'Daily Papers inbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: sizeLimit,
    rejectOversized: true,
    maxRecipients: 1,
    closeTimeout: 1000,
    onData(stream, session, done) {
      callbackify(store)(stream, session.envelope.rcptTo[0]?.address ?? '', done)
    }
  })
  // A client that goes away within a mail; unhandled it would end the process.
  server.on('error', () => undefined)

  async function store(stream: SMTPServerDataStream, recipient: string): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
    if (stream.sizeExceeded) return ''
    const source = Buffer.concat(chunks)
    try {
      const subject = await readSubject(source)
      await insertMessage({ db }, { to: asSent(recipient), subject, receivedAt: clock.now(), source })
      return 'in the inbox'
    } catch (cause) {
      throw Object.assign(new Error('not stored, try again', { cause }), { responseCode: 451 })
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve))
  }
}

/** smtp-server shows the domain as a U-label; it came as the A-label that subscribers have. */
function asSent(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  return /[^ -~]/.test(domain) ? address.slice(0, at) + domainToASCII(domain) : address
}

async function readSubject(source: Buffer): Promise<string> {
  const end = source.indexOf('\r\n\r\n')
  const { subject = '' } = await PostalMime.parse(end === -1 ? source : source.subarray(0, end + 4))
  // PostgreSQL takes no NUL in text, and an encoded word can hold one.
  return subject.replace(/\p{Cc}+/gu, ' ').trim()
}

export interface ReadMail {
  subject: string
  /** As "Name <address>", decoded. */
  from: string
  to: string
  /** ISO 8601, or as it stands where that is no date. */
  date: string | undefined
  html: string | undefined
  text: string | undefined
  /** All of them in their order, names in lower case, values unfolded and not decoded. */
  headers: { name: string; value: string }[]
}

/** Parses a mail's source. Missing parts are empty; throws for MIME nested over 256 deep. */
export async function readMessage(source: Buffer): Promise<ReadMail> {
  const mail = await PostalMime.parse(source)
  return {
    subject: mail.subject ?? '',
    from: mail.from === undefined ? '' : written(mail.from),
    to: (mail.to ?? []).map(written).join(', '),
    date: mail.date,
    html: mail.html,
    text: mail.text,
    headers: mail.headers.map(({ key, value }) => ({ name: key, value }))
  }
}

function written({ name, address }: Address): string {
  if (address === undefined) return name
  return name === '' ? address : `${name} <${address}>`
}
