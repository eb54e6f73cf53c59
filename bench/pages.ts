// Requests per second of the front page, a day of the archive and a feed, against a bare Fastify route in
// the same process that answers with the same bytes. The target is 0.6 of it. Each takes turns with its
// bare route; printed is the median of the rounds' ratios.

import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { fastify } from 'fastify'
import { pino } from 'pino'
import { buildApp } from '../services/api/app.ts'
import { assembleEdition } from '../services/editions/assemble-edition.ts'
import { openTemplates } from '../services/mail/templates.ts'
import { english } from '../services/mail/words/en.ts'
import { systemClock } from '../services/platform/clock.ts'
import { readConfig } from '../services/platform/config.ts'
import { openDatabase } from '../services/platform/database.ts'
import { databaseUrl, startCluster } from '../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../services/platform/migrate.ts'
import { openQueues } from '../services/platform/queues.ts'
import { listPapers } from '../test/support/papers.ts'

const rounds = 7
const seconds = 2
const connections = 64
const day = '2025-11-20'
const paths = ['/', `/papers/${day}`, '/feed.atom', '/papers']

interface Load {
  port: number
  path: string
}

if (isMainThread) await measure()
// A thread's port, which knows no origins.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
else parentPort?.postMessage(await load(workerData as Load))

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-bench-'))
  const cluster = await startCluster(folder)
  const url = databaseUrl(folder, cluster.port)
  const { db, close } = openDatabase(url)
  const log = pino({ level: 'silent' })
  try {
    await migrate(db)
    const config = readConfig({ DATA_DIR: folder, PAPER_SOURCES: 'none' })
    const queues = await openQueues({ redisUrl: undefined }, url, log)
    await listPapers(db, day, 20)
    const clock = systemClock
    await assembleEdition({ db, clock, config, templates: await openTemplates() }, { day, minimum: 1 })
    await db.updateTable('editions').set({ state: 'sent' }).execute()
    const ours = await buildApp({ config, words: english, db, clock, queues, log })
    await ours.listen({ port: 0, host: '127.0.0.1' })
    const bare = fastify()
    for (const path of paths) {
      const { body, headers } = await ours.inject({ url: path, headers: { accept: 'text/html' } })
      // Bytes, not a string: encoding it anew each time would slow the bare route down.
      const bytes = Buffer.from(body)
      bare.get(path, (_request, reply) => reply.type(String(headers['content-type'])).send(bytes))
    }
    await bare.listen({ port: 0, host: '127.0.0.1' })
    for (const path of paths) await compare(path, portOf(ours), portOf(bare))
    await Promise.all([ours.close(), bare.close()])
    await queues.close()
  } finally {
    await close()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(path: string, ours: number, bare: number): Promise<void> {
  await inThread({ port: ours, path })
  const results: { ours: number; bare: number }[] = []
  for (let round = 0; round < rounds; round++) {
    results.push({ ours: await inThread({ port: ours, path }), bare: await inThread({ port: bare, path }) })
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const ratio = median(results.map((result) => result.ours / result.bare))
  process.stdout.write(
    `${path.padEnd(24)} ${median(results.map((result) => result.ours))
      .toFixed(0)
      .padStart(7)} requests/s, ` +
      `bare ${median(results.map((result) => result.bare))
        .toFixed(0)
        .padStart(7)}, ratio ${ratio.toFixed(2)}\n`
  )
}

/** In a thread of its own, so that asking takes no time from answering. */
function inThread(what: Load): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: what })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/**
 * Requests per second over kept connections, each asking again as soon as it is answered. Plain sockets:
 * Node's own client costs more than the answers do, and would be what is measured.
 */
async function load({ port, path }: Load): Promise<number> {
  const end = process.hrtime.bigint() + BigInt(seconds) * 1_000_000_000n
  const answered = await Promise.all(Array.from({ length: connections }, () => askUntil(end, port, path)))
  return answered.reduce((sum, count) => sum + count, 0) / seconds
}

function askUntil(end: bigint, port: number, path: string): Promise<number> {
  const question = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/html\r\n\r\n`
  return new Promise((resolve, reject) => {
    let answered = 0
    /** Bytes still to come of this answer; undefined before its head was seen. */
    let missing: number | undefined
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(question))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`${path}: the connection was closed`)))
    socket.on('data', (bytes) => {
      missing = (missing ?? lengthOf(bytes)) - bytes.length
      if (missing > 0) return
      missing = undefined
      answered++
      if (process.hrtime.bigint() < end) socket.write(question)
      else {
        socket.removeAllListeners('close').destroy()
        resolve(answered)
      }
    })
  })
}

/** Bytes of an answer, head and body; the head comes in one piece. */
function lengthOf(bytes: Buffer): number {
  const head = bytes.toString('latin1', 0, bytes.indexOf('\r\n\r\n'))
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) throw new Error(`unexpected answer: ${head}`)
  return head.length + 4 + Number(length)
}

function portOf(app: { server: { address(): unknown } }): number {
  return (app.server.address() as { port: number }).port
}
