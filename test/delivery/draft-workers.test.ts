import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorkers } from '../../workers/main.ts'
import { openDeps } from '../support/app.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'

const database = useDatabase()
const logs: string[] = []
const closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  await listPapers(database.db, '2026-11-23', 8)
})
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
})

test('two workers, an hour before the freeze: one draft arrives, and its address is in no job and no log', async () => {
  for (let worker = 0; worker < 2; worker++) {
    const deps = await openDeps(database, logs, { CURATOR_EMAIL: 'ines@example.org', PAPER_SOURCES: 'none' })
    closers.push(() => deps.queues.close())
    const workers = await startWorkers({ ...deps, url: database.url })
    closers.push(() => workers.close())
  }
  const arrived = async () =>
    (await database.pool.query('select recipient, subject from inbox_messages')).rows as Record<string, string>[]
  await expect.poll(arrived, { timeout: 30_000, interval: 100 }).not.toEqual([])
  const settled = async () => (await database.pool.query('select state from notices')).rows
  await expect.poll(settled, { timeout: 10_000 }).toEqual([{ state: 'accepted' }])
  expect(await arrived()).toEqual([
    { recipient: 'ines@example.org', subject: expect.stringMatching(/^Draft for Monday, November 23, 2026: /) }
  ])
  const { rows: tables } = await database.pool.query(`select tablename from pg_tables where schemaname = 'bullmq'`)
  expect(tables.length).toBeGreaterThan(0)
  for (const { tablename } of tables) {
    const { rows } = await database.pool.query(`select j::text from bullmq."${tablename}" j`)
    expect(JSON.stringify(rows)).not.toContain('ines@example.org')
  }
  expect(logs.join('')).toContain('draft.planned')
  expect(logs.join('')).not.toContain('ines@example.org')
})
