import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { findPostfixPrograms } from './postfix-binary.ts'

export interface SmtpSink {
  url: string
  port: number
  pid: number
  /** Mails whose final dot it has answered. */
  count(): number
  close(): Promise<void>
}

/** Of one line of the running counter: "     sess=20     quit=0     mesg=20000". */
const longestCounter = 80

/**
 * Postfix's smtp-sink on a free port of loopback: it takes any mail and keeps none, in C, so
 * that it is not what a throughput run measures. It offers PIPELINING and 8BITMIME.
 */
export async function openSmtpSink(options: string[] = []): Promise<SmtpSink> {
  const { smtpSink, env } = await findPostfixPrograms()
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-sink-'))
  const port = await freePort()
  const counter = join(folder, 'counter')
  const [writing, reading] = [openSync(counter, 'a', 0o600), openSync(counter, 'r')]
  // It refuses to serve as root; -c writes what it has taken after each mail.
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const args = ['-c', ...asNobody, ...options, `127.0.0.1:${port}`, '512']
  const child = spawn(smtpSink, args, { env, stdio: ['ignore', writing, 'pipe'] })
  closeSync(writing)
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = once(child, 'close').catch(() => undefined)
  const endWithThisProcess = () => child.kill('SIGKILL')
  process.once('exit', endWithThisProcess)
  await untilListening(port, child, () => errors)

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    pid: child.pid as number,
    count() {
      const { size } = fstatSync(reading)
      const tail = Buffer.alloc(Math.min(size, 2 * longestCounter))
      readSync(reading, tail, 0, tail.length, size - tail.length)
      // Each update ends in a carriage return; one that is being written does not yet.
      return Number([...tail.toString('latin1').matchAll(/mesg=(\d+)(?=\s)/g)].at(-1)?.[1] ?? 0)
    },
    async close() {
      process.off('exit', endWithThisProcess)
      child.kill('SIGKILL')
      await ended
      closeSync(reading)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function untilListening(port: number, child: ChildProcess, errors: () => string): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const answers = await once(socket, 'data').then(
      () => true,
      () => false
    )
    socket.destroy()
    if (answers) return
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`smtp-sink does not start: ${errors()}`)
    if (Date.now() > deadline) throw new Error('smtp-sink does not answer')
    await sleep(20)
  }
}
