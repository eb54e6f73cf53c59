import { afterAll, expect, test } from 'vitest'
import { raiseAlarm } from '../../../services/delivery/alarms/raise-alarm.ts'
import { startWorkers } from '../../../workers/main.ts'
import { openDeps } from '../../support/app.ts'
import { useDatabase } from '../../support/database.ts'
import { startOperatorServer } from './operator-server.ts'

const database = useDatabase()
const logs: string[] = []
const closers: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const close of closers.toReversed()) await close()
})

test('two workers tell of an alarm once and of a quiet day once, and no address is in a job or a log', async () => {
  const operator = await startOperatorServer()
  closers.push(operator.close)
  await database.pool.query(`update installation set created_at = '2026-11-24T06:00:00Z'`)
  await raiseAlarm(database.db, { key: 'relay_away/1', kind: 'relay_away', text: 'The relay is away.' })
  for (let worker = 0; worker < 2; worker++) {
    const deps = await openDeps(database, logs, {
      ALERT_EMAIL: 'olu@example.org',
      ALERT_WEBHOOK: `${operator.url}/hook-secret`,
      HEARTBEAT_URL: `${operator.url}/ping-secret`,
      PAPER_SOURCES: 'none'
    })
    // No paper was listed: the freeze finds a quiet day.
    deps.clock.set('2026-11-24T08:00:00Z')
    closers.push(() => deps.queues.close())
    const workers = await startWorkers({ ...deps, url: database.url })
    closers.push(() => workers.close())
  }
  const calls = () => operator.calls.map(({ method, path }) => `${method} ${path}`).toSorted()
  await expect.poll(calls, { timeout: 40_000, interval: 100 }).toEqual(['GET /ping-secret', 'POST /hook-secret'])
  const mails = async () => (await database.pool.query('select recipient, subject from inbox_messages')).rows
  await expect
    .poll(mails, { timeout: 20_000, interval: 100 })
    .toEqual([{ recipient: 'olu@example.org', subject: 'Daily Papers alarm: relay away' }])
  const { rows: tables } = await database.pool.query(`select tablename from pg_tables where schemaname = 'bullmq'`)
  expect(tables.length).toBeGreaterThan(0)
  const jobs = await Promise.all(
    tables.map(({ tablename }) => database.pool.query(`select j::text from bullmq."${tablename}" j`))
  )
  const told = JSON.stringify([logs, jobs.map(({ rows }) => rows)])
  expect(told).toContain('alarm.raised')
  for (const hidden of ['olu@example.org', 'hook-secret', 'ping-secret']) expect(told).not.toContain(hidden)
})
