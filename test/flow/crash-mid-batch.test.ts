import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anAudience } from '../support/cast.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { aDataDir, runCommand, startService } from '../support/service.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

const readers = 120
const connections = 4
let database: TestDatabase
let relay: Recorder
let data: ReturnType<typeof aDataDir>
let env: Record<string, string>

beforeEach(async () => {
  database = await createDatabase()
  relay = await openRecorder()
  data = aDataDir()
  env = {
    DATABASE_URL: database.url,
    DATA_DIR: data.dataDir,
    SMTP_URL: relay.url,
    // The same in every run: it is in every link.
    BASE_URL: 'http://localhost:3999',
    SEND_CONNECTIONS: String(connections),
    LEASE: '1s',
    IN_DOUBT_AFTER: '1s'
  }
  await anAudience(database.db, readers)
  await listPapers(database.db, '2026-11-20', 8)
  expect((await runCommand(['edition', 'assemble', '2026-11-20'], env)).code).toBe(0)
  // What `edition send` does before it sends, so that only the workers do.
  await database.pool.query(`update editions set due_at = now()`)
})

afterEach(async () => {
  await relay.close()
  await database.close()
  await dropDatabase(database.url)
  data.remove()
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 100_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited in vain')
    await pause(50)
  }
}

async function count(condition: string): Promise<number> {
  const { rows } = await database.pool.query(`select count(*) as count from deliveries where ${condition}`)
  return rows[0].count
}

async function untilSent(): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query(`select state from editions where feed_day = '2026-11-20'`)
    return rows[0]?.state === 'sent'
  })
}

const recipients = () => relay.messages.map(({ to }) => to)

// A killed worker's lease has to end and a sweep to come by, twice where mails are in doubt.
const recovery = { timeout: 120_000 }

test(
  'a worker killed before any mail of its batch was complete, then restarted, delivers all, each once',
  recovery,
  async () => {
    // The relay takes ten mails and then answers no RCPT: each connection hangs before its final dot.
    let asked = 0
    relay.script({ rcpt: () => (++asked > 10 ? 'stall' : undefined) })
    const worker = await startService(env, ['worker'])
    await until(
      async () => (await count(`state = 'accepted'`)) === 10 && (await count(`state = 'handed'`)) === connections
    )
    await worker.kill()

    relay.script({})
    const next = await startService(env, ['worker'])
    await untilSent()
    expect(new Set(recipients()).size).toBe(readers)
    expect(recipients().length).toBe(readers)
    next.signal('SIGTERM')
    await next.ended
  }
)

test(
  'killed at random points, no mail is lost, and at most one per connection and kill comes twice, with the same bytes',
  recovery,
  async () => {
    const kills = 4
    for (let kill = 1; kill <= kills; kill++) {
      const worker = await startService(env, ['worker'])
      await relay.waitFor(kill * 15)
      await worker.kill()
    }
    const last = await startService(env, ['worker'])
    await untilSent()
    expect(new Set(recipients()).size).toBe(readers)
    expect(recipients().length - readers).toBeLessThanOrEqual(kills * connections)
    for (const { to, source } of relay.messages) {
      expect(source.equals(relay.messages.find((mail) => mail.to === to)?.source ?? Buffer.alloc(0))).toBe(true)
    }
    last.signal('SIGTERM')
    await last.ended
  }
)

test('two workers share an edition and double nothing', recovery, async () => {
  const workers = await Promise.all([startService(env, ['worker']), startService(env, ['worker'])])
  await untilSent()
  expect(recipients().toSorted()).toEqual([...new Set(recipients())].toSorted())
  expect(recipients()).toHaveLength(readers)
  for (const worker of workers) worker.signal('SIGTERM')
  await Promise.all(workers.map(({ ended }) => ended))
})
