import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** What the relay took in. `acknowledged` is set before the 250 is written, never after. */
interface RecordedMail {
  from: string
  to: string
  source: Buffer
  acknowledged: boolean
}

interface Reply {
  code: number
  text: string
}

/**
 * accept: record, then 250. store-and-drop: record, then cut the connection. drop: take the
 * whole mail, forget it, cut the connection. stall: record, and answer only after release().
 */
type Verdict = 'accept' | 'store-and-drop' | 'drop' | 'stall' | Reply

interface RelayScript {
  /** Answer to RCPT TO; undefined accepts, stall never answers. */
  rcpt?: (address: string) => Reply | 'drop' | 'stall' | undefined
  /** What becomes of a complete mail; `n` counts the mails that came this far, from 1. */
  data?: (mail: RecordedMail, n: number) => Verdict
}

export interface Recorder {
  url: string
  /** Mails recorded, in their order: the judge of what was delivered. */
  messages: RecordedMail[]
  /** Every RCPT TO ever asked for, accepted or not. */
  recipients: string[]
  /** Replaces the behaviour from now on; without one everything is accepted. */
  script(next: RelayScript): void
  /** Resolves with the messages once `count` are recorded; rejects after ten seconds. */
  waitFor(count: number): Promise<RecordedMail[]>
  /** Answers what is stalled, with 250 where the client is still there. */
  release(): void
  connections(): number
  close(): Promise<void>
}

/**
 * Opens a real SMTP server on 127.0.0.1 that is the judge of a test: it writes down each
 * mail before it answers, so that lost and doubled mails are counted by what arrived.
 */
export async function openRecorder(): Promise<Recorder> {
  const messages: RecordedMail[] = []
  const recipients: string[] = []
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  let script: RelayScript = {}
  let stalled: (() => void)[] = []
  let taken = 0

  const server = new SMTPServer({
    name: 'relay.test',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onRcptTo({ address }, session, done) {
      recipients.push(asSent(address))
      const answer = script.rcpt?.(asSent(address))
      if (answer === 'drop') return socketOf(session)?.destroy()
      if (answer === 'stall') return
      return done(answer === undefined ? null : refusal(answer))
    },
    onData(stream, session, done) {
      void record(stream, session, done)
    }
  })
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  function socketOf(session: SMTPServerSession): Socket | undefined {
    return [...sockets].find(({ remotePort }) => remotePort === session.remotePort)
  }

  async function record(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, text?: string) => void
  ): Promise<void> {
    const source = await readAll(stream)
    if (source === undefined) return
    const { mailFrom, rcptTo } = session.envelope
    const mail: RecordedMail = {
      from: mailFrom === false ? '' : asSent(mailFrom.address),
      to: asSent(rcptTo[0]?.address ?? ''),
      source,
      acknowledged: false
    }
    taken += 1
    const n = taken
    const verdict = script.data?.(mail, n) ?? 'accept'
    if (typeof verdict === 'object') return done(refusal(verdict))
    if (verdict !== 'drop') store(mail)
    const socket = socketOf(session)
    if (verdict === 'drop' || verdict === 'store-and-drop') {
      socket?.destroy()
      return
    }
    if (verdict === 'stall') await new Promise<void>((resolve) => stalled.push(resolve))
    if (socket === undefined || socket.destroyed) return
    mail.acknowledged = true
    done(null, `2.0.0 Ok: queued as R${n}`)
  }

  function store(mail: RecordedMail): void {
    messages.push(mail)
    for (const look of waiting) look()
  }

  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    messages,
    recipients,
    script(next) {
      script = next
    },
    waitFor(count) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`waited for ${count} mails, ${messages.length} came`))
        }, 10_000)
        const look = () => {
          if (messages.length < count) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(messages)
        }
        waiting.add(look)
        look()
      })
    },
    release() {
      for (const answer of stalled.splice(0)) answer()
    },
    connections: () => sockets.size,
    async close() {
      stalled = []
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(resolve))
    }
  }
}

/** The whole mail, or undefined where the client left within it. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  } catch {
    return undefined
  }
}

function refusal({ code, text }: Reply): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** smtp-server shows a domain as U-label; the judge wants what was on the wire. */
function asSent(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  return /[^ -~]/.test(domain) ? address.slice(0, at) + domainToASCII(domain) : address
}
