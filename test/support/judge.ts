import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../services/platform/project-root.ts'

/**
 * Where the judge can hold a mail: before it greets, before it answers MAIL or RCPT, within the
 * mail's bytes, and between having stored the mail and answering its final dot.
 */
export type Point = 'greeting' | 'MAIL' | 'RCPT' | 'body' | 'dot'

/** A mail that the judge stored, whether or not its 250 was written. */
export interface JudgedMail {
  /** Counts MAIL commands, from 1. */
  transaction: number
  connection: number
  from: string
  to: string
  /** Of the mail's bytes without dots of transparency. */
  sha256: string
  length: number
  source(): Buffer
}

export interface Judge {
  url: string
  pid: number
  /** What is stored by now, in its order. */
  mails(): JudgedMail[]
  /** Mails stored whose client had gone before the 250 could be written. */
  unanswered(): number
  /** From now on lets `after` more mails begin, and holds every later one at that point, each on its connection. */
  hold(point: Point, after?: number): Promise<void>
  /** Settles when so many are held. */
  untilHeld(count: number): Promise<void>
  /** Settles when the judge has seen that the clients of what is held are gone, but for `left` of them. */
  untilGone(left?: number): Promise<void>
  /** Settles when so many are stored; in vain after a minute, or as many milliseconds as said. */
  untilStored(count: number, patience?: number): Promise<void>
  /** Ends all holding; what was held is answered as usual, or with `reply`. */
  release(reply?: string): Promise<void>
  /** Answers what is held as usual, and holds the next mail of each connection at another point. */
  advance(point: Point): Promise<void>
  close(): Promise<void>
}

type Event = { port: number } | { held: number } | { stored: number } | { done: number }

const patienceMs = 60_000

/**
 * The judge of what was delivered: a recording SMTP server in a process of its own, which
 * stores and syncs each mail before it answers, and notes beside it what it stored without
 * answering. It speaks plain SMTP with PIPELINING.
 */
export async function openJudge(): Promise<Judge> {
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-judge-'))
  const child = fork(join(projectRoot, 'test', 'support', 'judge-server.mjs'), [folder], { execArgv: [] })
  const ended = once(child, 'exit')
  const seen = { held: 0, stored: 0, done: 0, port: 0 }
  const waiting = new Set<() => void>()
  child.on('message', (event) => {
    Object.assign(seen, event as Event)
    for (const look of waiting) look()
  })
  child.once('exit', () => {
    for (const look of waiting) look()
  })

  function until(what: string, reached: () => boolean, patience = patienceMs): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: Error) => {
        clearTimeout(timer)
        waiting.delete(look)
        return error === undefined ? resolve() : reject(error)
      }
      const look = () => {
        if (reached()) end()
        else if (child.exitCode !== null) end(new Error(`the judge ended before ${what}`))
      }
      const timer = setTimeout(() => end(new Error(`${what}: in vain, at ${JSON.stringify(seen)}`)), patience)
      waiting.add(look)
      look()
    })
  }

  let orders = 0
  async function order(content: object): Promise<void> {
    const id = ++orders
    child.send({ id, ...content })
    await until('the order was taken', () => seen.done >= id)
  }

  const lines = <Line>(text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)

  await until('it listened', () => seen.port > 0)
  return {
    url: `smtp://127.0.0.1:${seen.port}`,
    pid: child.pid as number,
    mails: () => readMails(readFileSync(join(folder, 'mails'))),
    unanswered: () =>
      lines<{ answered: boolean }>(readFileSync(join(folder, 'answers'), 'utf8')).filter(({ answered }) => !answered)
        .length,
    hold(point, after = 0) {
      seen.held = 0
      return order({ hold: point, after })
    },
    untilHeld: (count) => until(`${count} mails were held`, () => seen.held >= count),
    untilGone: (left = 0) => until('the clients were gone', () => seen.held <= left),
    untilStored: (count, patience) => until(`${count} mails were stored`, () => seen.stored >= count, patience),
    release: (reply = '') => order({ release: reply }),
    advance(point) {
      seen.held = 0
      return order({ hold: point, release: '' })
    },
    async close() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function readMails(file: Buffer): JudgedMail[] {
  const found: JudgedMail[] = []
  for (let offset = 0; offset < file.length; ) {
    const start = file.indexOf('\n', offset) + 1
    // A record that is just being written.
    if (start === 0) break
    const record = JSON.parse(file.toString('utf8', offset, start)) as Omit<JudgedMail, 'source'>
    const end = start + record.length
    if (end > file.length) break
    found.push({ ...record, source: () => file.subarray(start, end) })
    offset = end
  }
  return found
}
