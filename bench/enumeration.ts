// Whether the answer to a sign-up tells who is subscribed: 1,000 sign-ups of each of six kinds of
// addresses, interleaved, over real connections. Target: answers equal to the byte, and the 95 %
// interval of each difference of medians within 1 ms. Runs on a durable PostgreSQL of its own, because
// a commit that waits for the disk is what would tell most.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { buildApp } from '../services/api/app.ts'
import { english } from '../services/mail/words/en.ts'
import { systemClock } from '../services/platform/clock.ts'
import { readConfig } from '../services/platform/config.ts'
import { openDatabase } from '../services/platform/database.ts'
import { clusterPaths, databaseUrl, startCluster } from '../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../services/platform/migrate.ts'
import { openQueues } from '../services/platform/queues.ts'
import { settleSignUps } from '../services/subscribers/settle-sign-ups.ts'

const each = Number(process.argv[2] ?? 1000)
const groups = ['new', 'pending', 'active', 'unsubscribed', 'suppressed', 'disposable'] as const
type Group = (typeof groups)[number]

const folder = mkdtempSync(join(tmpdir(), 'daily-papers-bench-'))
const cluster = await startCluster(folder)
const { db, close } = openDatabase(databaseUrl(folder, cluster.port))
await migrate(db)
const log = pino({ level: 'silent' })
const queues = await openQueues({ redisUrl: undefined }, databaseUrl(folder, cluster.port), log)
const secrets = { SECRET_KEY: 'k'.repeat(40), ADMIN_TOKEN: 'a token of this measurement' }
const config = readConfig({ DATA_DIR: folder, SMTP_URL: 'smtp://127.0.0.1:9', ...secrets })
const app = await buildApp({ config, words: english, db, clock: systemClock, queues, log })
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** As long as each other, so that nothing but what they are differs. */
const addressOf = (group: Group, index: number) =>
  `r${String(groups.indexOf(group))}${String(index).padStart(5, '0')}@${group === 'disposable' ? 'mailinator.com' : 'readers-x.test'}`

await seed()
const times = Object.fromEntries(groups.map((group) => [group, [] as number[]])) as Record<Group, number[]>
const bodies = new Set<string>()
for (let index = -50; index < each; index++) {
  // In another order each time, so that no group always comes after the same one.
  for (const group of shuffled(groups)) {
    const { milliseconds, answer } = await signUp(addressOf(group, Math.abs(index)))
    if (index < 0) continue
    times[group].push(milliseconds)
    bodies.add(answer)
  }
  // What comes of them is a worker's business, between the requests as in a service.
  if (index % 50 === 0) await settleSignUps({ db, clock: systemClock, config })
}

process.stdout.write(`${each} sign-ups of each kind; different answers: ${bodies.size}\n`)
const medians = groups.map((group) => `${group} ${median(times[group]).toFixed(3)}`)
process.stdout.write(`medians in ms: ${medians.join(', ')}\n`)
let widest = 0
for (const [place, one] of groups.entries()) {
  for (const other of groups.slice(place + 1)) {
    const [low, high] = interval(times[one], times[other])
    widest = Math.max(widest, Math.abs(low), Math.abs(high))
    process.stdout.write(`${`${one} - ${other}`.padEnd(28)} 95 %: ${low.toFixed(3)} to ${high.toFixed(3)} ms\n`)
  }
}
const holds = bodies.size === 1 && widest <= 1
process.stdout.write(`widest ${widest.toFixed(3)} ms of the allowed 1 ms: ${holds ? 'holds' : 'DOES NOT HOLD'}\n`)
process.exitCode = holds ? 0 : 1

agent.destroy()
await app.close()
await queues.close()
await close()
await cluster.stop()
rmSync(clusterPaths(folder).folder, { recursive: true, force: true })
rmSync(folder, { recursive: true, force: true })

async function seed(): Promise<void> {
  const states = {
    pending: 'pending',
    active: 'active',
    unsubscribed: 'unsubscribed',
    suppressed: 'suppressed'
  } as const
  const at = new Date()
  for (const [group, state] of Object.entries(states) as [Group, string][]) {
    const rows = Array.from({ length: each + 1 }, (_, index) => ({
      address: addressOf(group, index),
      address_key: addressOf(group, index),
      state,
      suppression: state === 'suppressed' ? 'complaint' : null,
      created_at: at,
      state_changed_at: at
    }))
    await db.insertInto('subscribers').values(rows).execute()
  }
}

function signUp(email: string): Promise<{ milliseconds: number; answer: string }> {
  const body = JSON.stringify({ email })
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(
      {
        port,
        agent,
        method: 'POST',
        path: '/subscriptions',
        headers: { 'content-type': 'application/json', accept: 'text/html', 'content-length': body.length }
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const milliseconds = performance.now() - started
          const { date: _, ...headers } = response.headers
          const whole = createHash('sha256').update(Buffer.concat(chunks)).digest('hex')
          resolve({ milliseconds, answer: `${response.statusCode} ${JSON.stringify(headers)} ${whole}` })
        })
      }
    )
    call.on('error', reject)
    call.end(body)
  })
}

function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/**
 * The 95 % interval of the difference of two medians, by resampling rounds: what slowed the machine down for
 * a while slowed both kinds of a round down, and is no difference between them.
 */
function interval(one: number[], other: number[]): [number, number] {
  const differences = Array.from({ length: 1000 }, () => {
    const rounds = one.map(() => Math.floor(Math.random() * one.length))
    const of = (all: number[]) => median(rounds.map((round) => all[round] ?? 0))
    return of(one) - of(other)
  })
  const sorted = differences.toSorted((a, b) => a - b)
  return [sorted[24] ?? 0, sorted[974] ?? 0]
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)
}
