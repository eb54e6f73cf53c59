import { afterAll, expect, test, vi } from 'vitest'
import { addDays, openFeedDay } from '../../services/papers/feed-day.ts'
import { useDatabase } from '../support/database.ts'
import { aDataDir, runCommand } from '../support/service.ts'
import { storeSimulated } from './evaluate-rows.ts'
import { simulatePapers } from './evaluate-simulator.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const { dataDir, remove } = aDataDir()
afterAll(remove)
const run = (...args: string[]) =>
  runCommand(['papers', 'evaluate', ...args], { DATABASE_URL: database.url, DATA_DIR: dataDir })

test('with nothing recorded it says so, and what it takes', async () => {
  const { code, stdout } = await run('--days', '5')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^No day from .+ can be judged: that takes votes read at its freeze and a week later\.\n/)
  expect(stdout).toContain('Left out: 5 with too few papers.')
})

test('a number of days that is none is wrong usage', async () => {
  expect(await run('--days', 'many')).toMatchObject({ code: 2, stdout: '' })
})

test('few days are judged and called too few', async () => {
  const from = addDays(openFeedDay(new Date()), -25)
  await storeSimulated(database.pool, simulatePapers({ seed: 1, from, days: 14, perDay: 20 }))
  const { code, stdout } = await run()
  expect(code).toBe(0)
  expect(stdout).toMatch(/^NDCG@10 against the votes of the seven days after each freeze, over \d+ days from /)
  for (const name of ['recommended', 'level', 'velocity', 'hacker-news', 'random'])
    expect(stdout).toMatch(new RegExp(`^  ${name} +0\\.\\d{3} \\(0\\.\\d{3} to [01]\\.\\d{3}\\)`, 'm'))
  expect(stdout).toMatch(/^1\d days are too few to tell: it takes 30\.$/m)
  expect(JSON.parse((await run('--json')).stdout)).toMatchObject({ comparison: { enough: false } })
})
