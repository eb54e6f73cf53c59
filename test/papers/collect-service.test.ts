import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newestClosedDay, openFeedDay } from '../../services/papers/feed-day.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'
import { status } from '../support/replay/faults.ts'
import { generatePapers } from '../support/replay/generated-papers.ts'
import { type HuggingFaceReplay, listed, startHuggingFace } from '../support/replay/hugging-face.ts'
import { aDataDir, runCommand, startService } from '../support/service.ts'

const data = aDataDir()
const closed = newestClosedDay(new Date())
const papers = generatePapers({ seed: 3, day: closed, count: 12 })
let database: TestDatabase
let huggingFace: HuggingFaceReplay
let env: Record<string, string>

beforeAll(async () => {
  database = await createDatabase()
  huggingFace = await startHuggingFace()
  huggingFace.open(openFeedDay(new Date()))
  huggingFace.list(
    closed,
    papers.map((paper) => listed(paper, closed))
  )
  env = {
    DATABASE_URL: database.url,
    DATA_DIR: data.dataDir,
    PAPER_SOURCES: 'huggingface',
    HUGGINGFACE_URL: huggingFace.url
  }
})

afterAll(async () => {
  await huggingFace.close()
  await database.close()
  await dropDatabase(database.url)
  data.remove()
})

const jsonOf = async (url: string) => (await fetch(url, { headers: { accept: 'application/json' } })).json()

test('papers fetch refuses what is no day, a day to come, and an installation without sources', async () => {
  expect(await runCommand(['papers', 'fetch', '--date', '2026-02-30'], env)).toMatchObject({
    code: 1,
    stderr: 'not a date: 2026-02-30 (YYYY-MM-DD)\n'
  })
  expect((await runCommand(['papers', 'fetch', '--date', '2199-01-01'], env)).stderr).toContain('has not begun')
  expect(await runCommand(['papers', 'fetch'], { ...env, PAPER_SOURCES: 'none' })).toMatchObject({
    code: 1,
    stderr: 'PAPER_SOURCES is none: papers are only imported here\n'
  })
})

test('a service that starts shows the newest closed day within ten seconds, and then ends at once', async () => {
  const started = Date.now()
  const service = await startService(env)
  for (;;) {
    const day = (await jsonOf(`${service.baseUrl}/papers/${closed}`)) as { papers?: unknown[] }
    if (day.papers?.length === papers.length) break
    if (Date.now() - started > 10_000) throw new Error('the newest closed day was not read')
    await pause(100)
  }
  expect(await (await fetch(`${service.baseUrl}/`, { headers: { accept: 'text/html' } })).text()).not.toContain(
    'Sample edition'
  )
  const today = await jsonOf(`${service.baseUrl}/status/today`)
  expect(today).toMatchObject({ sources: [{ name: 'huggingface', readAt: expect.any(String), fault: null }] })
  const metrics = await (await fetch(`${service.baseUrl}/metrics`)).text()
  expect(metrics).toMatch(/daily_papers_source_readings\{source="huggingface",outcome="read"\} [1-9]/)
  expect(metrics).toMatch(/daily_papers_source_age_seconds\{source="huggingface"\} \d/)
  service.signal('SIGTERM')
  expect(await service.ended).toEqual({ code: 0, signal: null })
})

test('papers fetch beside it changes nothing and says so', async () => {
  const { code, stdout } = await runCommand(['papers', 'fetch', '--date', closed], env)
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Hugging Face Daily Papers, ${closed}: 12 read, 0 added, 0 updated\n`
  })
})

test('papers fetch reports what could not be read and exits with 1', async () => {
  huggingFace.disturb(status(404))
  const { code, stdout, stderr } = await runCommand(['papers', 'fetch', '--date', closed, '--json'], env)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    readings: [{ source: 'huggingface', day: closed, outcome: 'failed', reason: expect.stringContaining('404') }]
  })
})

test('without a network the service starts, says what is wrong and shows its page', async () => {
  const other = await createDatabase()
  huggingFace.disturb(status(404))
  const service = await startService({ ...env, DATABASE_URL: other.url })
  let fault: string | null = null
  for (const deadline = Date.now() + 10_000; fault === null && Date.now() < deadline; await pause(100)) {
    const today = (await jsonOf(`${service.baseUrl}/status/today`)) as { sources: { fault: string | null }[] }
    fault = today.sources[0]?.fault ?? null
  }
  expect(fault).toContain('404')
  expect((await fetch(`${service.baseUrl}/`)).status).toBe(200)
  const metrics = await (await fetch(`${service.baseUrl}/metrics`)).text()
  expect(metrics).toContain('daily_papers_source_readings{source="huggingface",outcome="failed"} 1')
  service.signal('SIGTERM')
  expect(await service.ended).toEqual({ code: 0, signal: null })
  await other.close()
  await dropDatabase(other.url)
})

test('a service that is stopped while a source does not answer ends at once', async () => {
  const other = await createDatabase()
  huggingFace.disturb(() => undefined)
  const before = huggingFace.asked.length
  const service = await startService({ ...env, DATABASE_URL: other.url })
  for (const deadline = Date.now() + 10_000; huggingFace.asked.length === before; await pause(50))
    if (Date.now() > deadline) throw new Error('the source was not asked')
  const ending = Date.now()
  service.signal('SIGTERM')
  expect(await service.ended).toEqual({ code: 0, signal: null })
  expect(Date.now() - ending).toBeLessThan(8000)
  await other.close()
  await dropDatabase(other.url)
})
