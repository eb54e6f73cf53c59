// 10,000 requests that nobody means, to every route, and 10,000 addresses, over the real app and database.
// Targets: no answer of 500 or above, no unhandled rejection, 99 % answered within 50 ms, and each mail's
// envelope recipient is the address that is stored.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import { buildApp } from '../services/api/app.ts'
import { openTransport } from '../services/mail/transport.ts'
import { english } from '../services/mail/words/en.ts'
import { systemClock } from '../services/platform/clock.ts'
import { readConfig } from '../services/platform/config.ts'
import { openDatabase } from '../services/platform/database.ts'
import { clusterPaths, databaseUrl, startCluster } from '../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../services/platform/migrate.ts'
import { openQueues } from '../services/platform/queues.ts'
import { parseAddress } from '../services/subscribers/address.ts'
import { fuzzedAddresses, fuzzedRequests } from '../test/support/fuzzed-requests.ts'
import { openRecorder } from '../test/support/smtp-recorder.ts'

const count = Number(process.argv[2] ?? 10_000)
const seed = Number(process.argv[3] ?? Date.now())
let unhandled = 0
process.on('unhandledRejection', (reason) => {
  unhandled += 1
  process.stdout.write(`unhandled: ${String(reason)}\n`)
})

const folder = mkdtempSync(join(tmpdir(), 'daily-papers-bench-'))
const cluster = await startCluster(folder)
const url = databaseUrl(folder, cluster.port)
const { db, close } = openDatabase(url)
await migrate(db)
const log = pino({ level: 'silent' })
const queues = await openQueues({ redisUrl: undefined }, url, log)
const secrets = { SECRET_KEY: 'a-key-of-this-measurement-and-no-other', ADMIN_TOKEN: 'a-token-of-this-measurement' }
const app = await buildApp({
  config: readConfig({ DATA_DIR: folder, ...secrets }),
  words: english,
  db,
  clock: systemClock,
  queues,
  log
})

const { times, processor, failures } = await ask(fc.sample(fuzzedRequests, { numRuns: count, seed }))
const strayed = await mail(fc.sample(fuzzedAddresses, { numRuns: count, seed }))

const at = (share: number, of = times) => (of[Math.floor(share * (of.length - 1))] ?? 0).toFixed(1)
process.stdout.write(`${count} requests, seed ${seed}: ms median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}\n`)
// On a busy machine the above is the wait for a processor; this is what the requests themselves take of it.
process.stdout.write(`of this process: ms median ${at(0.5, processor)}, p99 ${at(0.99, processor)}\n`)
for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`)
const holds = failures.length === 0 && unhandled === 0 && strayed === 0 && Number(at(0.99)) < 50
process.stdout.write(
  `answers of 500 and above: ${failures.length}; unhandled rejections: ${unhandled}; strayed mails: ${strayed}; p99 of the ` +
    `allowed 50 ms: ${holds ? 'holds' : 'DOES NOT HOLD'}\n`
)
process.exitCode = holds ? 0 : 1

await app.close()
await queues.close()
await close()
await cluster.stop()
rmSync(clusterPaths(folder).folder, { recursive: true, force: true })
rmSync(folder, { recursive: true, force: true })

/** Asks one after the other; milliseconds, least first, and what was answered with 500 or above. */
async function ask(requests: (typeof fuzzedRequests extends fc.Arbitrary<infer One> ? One : never)[]) {
  const milliseconds: number[] = []
  const used: number[] = []
  const failed: string[] = []
  // The first ones also compile.
  for (let turn = -50; turn < requests.length; turn++) {
    const request = requests[Math.abs(turn)]
    if (request === undefined) continue
    const began = performance.now()
    const before = process.cpuUsage()
    const { statusCode } = await app.inject(request)
    const { user, system } = process.cpuUsage(before)
    if (turn >= 0) milliseconds.push(performance.now() - began)
    if (turn >= 0) used.push((user + system) / 1000)
    if (statusCode >= 500) failed.push(`${statusCode} ${JSON.stringify(request).slice(0, 300)}`)
  }
  const sorted = (values: number[]) => values.toSorted((one, other) => one - other)
  return { times: sorted(milliseconds), processor: sorted(used), failures: failed }
}

/** Mails each address that sign-up would store; how many recipients were not exactly that. */
async function mail(typed: string[]): Promise<number> {
  const relay = await openRecorder()
  const transport = openTransport({ urls: [relay.url], connections: 1, hostname: 'papers.example.org' })
  const message = Buffer.from('Subject: Papers\r\n\r\nText\r\n')
  const stored = typed.flatMap((email) => {
    try {
      return parseAddress(email).address
    } catch {
      return []
    }
  })
  for (const to of stored) await transport.send({ from: 'daily@example.org', to, message, firstContact: true })
  await transport.close()
  await relay.close()
  process.stdout.write(`${typed.length} addresses, of which ${stored.length} are taken and mailed\n`)
  const strays = relay.recipients.filter((recipient, place) => recipient !== stored[place])
  return strays.length + Math.abs(relay.recipients.length - stored.length)
}
