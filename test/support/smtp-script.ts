import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'

/** A raw answer without its line end, or `drop`: cut the connection, or `stall`: never answer. */
export type Step = 'drop' | 'stall' | { raw: string }

export type Phase = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot' | 'RSET'

export interface ScriptedRelay {
  url: string
  port: number
  /** Command lines as they came, in clear and over TLS, without the mail's own lines. */
  commands: string[]
  /** Whatever came before TLS began, commands and mails. */
  inClear(): string
  /** Bodies whose final dot arrived, dots as sent. */
  bodies: string[]
  /** Connections that are open now, and all there were. */
  open(): number
  accepted(): number
  close(): Promise<void>
}

const usual: Record<Phase, Step> = {
  greeting: { raw: '220 relay.test' },
  EHLO: { raw: '250 relay.test' },
  STARTTLS: { raw: '502 5.5.1 not here' },
  AUTH: { raw: '235 2.7.0 signed in' },
  MAIL: { raw: '250 2.1.0 sender ok' },
  RCPT: { raw: '250 2.1.5 recipient ok' },
  DATA: { raw: '354 go on' },
  body: { raw: '' },
  dot: { raw: '250 2.0.0 queued as 1' },
  RSET: { raw: '250 2.0.0 forgotten' }
}

/**
 * A relay of raw lines, for what a well-behaved server library cannot do: cutting the line
 * at any point of the dialogue, garbage, half replies, lies about TLS. `body` acts on the
 * first bytes of a mail. With `tls`, STARTTLS is answered 220 and carried out; with
 * `implicit` TLS comes first, with `halfOpen` a connection the client ends is left as it is.
 * Without, a STARTTLS step of 220 is a lie.
 */
export async function openScript(
  steps: Partial<Record<Phase, Step>> = {},
  options: {
    tls?: { key: string; cert: string; maxVersion?: 'TLSv1.1' }
    implicit?: boolean
    host?: string
    halfOpen?: boolean
  } = {}
): Promise<ScriptedRelay> {
  const { tls, implicit = false, host = '127.0.0.1', halfOpen = false } = options
  const script = { ...usual, ...(tls === undefined ? {} : { STARTTLS: { raw: '220 go on' } }), ...steps }
  const commands: string[] = []
  const bodies: string[] = []
  const sockets = new Set<Socket>()
  let accepted = 0
  let clear = ''

  function converse(socket: Socket, { secured, greet }: { secured: boolean; greet: boolean }): void {
    let pending = ''
    let inMail = false
    let begun = false
    let inHandshake = false

    /** False where the dialogue ends or waits for good. */
    function act(phase: Phase): boolean {
      const step = script[phase]
      if (step === 'drop') socket.destroy()
      else if (step !== 'stall' && step.raw !== '') socket.write(`${step.raw}\r\n`)
      return typeof step === 'object'
    }

    function upgrade(): void {
      socket.removeAllListeners('data')
      converse(secure(socket), { secured: true, greet: false })
    }

    function onCommand(line: string): boolean {
      commands.push(line)
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'STAR') {
        const goesOn = act('STARTTLS')
        const agreed = script.STARTTLS !== usual.STARTTLS
        if (goesOn && agreed && tls !== undefined) upgrade()
        inHandshake = goesOn && agreed
        return goesOn && !agreed
      }
      if (verb === 'DATA') {
        const step = script.DATA
        inMail = typeof step === 'object' && step.raw.startsWith('354')
        return act('DATA')
      }
      if (verb === 'EHLO' || verb === 'AUTH' || verb === 'RSET' || verb === 'MAIL' || verb === 'RCPT') return act(verb)
      socket.write(verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
      return true
    }

    function onText(text: string): void {
      // Agreed to TLS without having any: whatever comes next is answered in clear.
      if (inHandshake) return void socket.write('250 ok\r\n')
      pending += text
      for (;;) {
        if (inMail) {
          if (pending !== '' && !begun) {
            begun = true
            if (!act('body')) return
          }
          const end = `\r\n${pending}`.indexOf('\r\n.\r\n')
          if (end === -1) return
          bodies.push(pending.slice(0, end))
          pending = pending.slice(end + 3)
          inMail = false
          begun = false
          if (!act('dot')) return
        }
        const lineEnd = pending.indexOf('\r\n')
        if (lineEnd === -1) return
        const line = pending.slice(0, lineEnd)
        pending = pending.slice(lineEnd + 2)
        if (!onCommand(line)) return
      }
    }

    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      if (!secured) clear += text
      onText(text)
    })
    if (greet) act('greeting')
  }

  function secure(socket: Socket): TLSSocket {
    const { maxVersion } = tls ?? {}
    const old = maxVersion === undefined ? {} : { minVersion: maxVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }
    return new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ ...tls, ...old }) })
  }

  const server = createServer({ allowHalfOpen: halfOpen }, (socket) => {
    accepted += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (implicit) converse(secure(socket), { secured: true, greet: true })
    else converse(socket, { secured: false, greet: true })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    commands,
    inClear: () => clear,
    bodies,
    open: () => sockets.size,
    accepted: () => accepted,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    }
  }
}
