import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newestClosedDay } from '../../services/papers/feed-day.ts'
import { useDatabase } from '../support/database.ts'
import { aDataDir, runCommand } from '../support/service.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const { dataDir, remove } = aDataDir()
afterAll(remove)

/** Its freeze is to come, whatever the hour: a command looks at the system's clock. */
let day: string
beforeAll(() => {
  day = newestClosedDay(new Date(Date.now() + 86_400_000))
})

const run = (args: string[], environment: Record<string, string> = {}) =>
  runCommand(['edition', ...args], { DATABASE_URL: database.url, DATA_DIR: dataDir, CURATOR: 'Ines', ...environment })

test('hold and release say what they did, a second time that nothing changed, and exit with 0', async () => {
  const held = await run(['hold', day, '--reason', 'waiting for a proof', '--json'])
  expect(held.code).toBe(0)
  expect(JSON.parse(held.stdout)).toMatchObject({ day, kind: 'held', by: 'Ines', reason: 'waiting for a proof' })
  expect(await run(['hold', day, '--by', 'Kofi'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Ines holds the edition of .* since .*; nothing changed\.\n$/)
  })
  expect(await run(['release', day])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Released: the edition of .*; it is frozen at .*\.\n$/)
  })
  expect(await run(['release', day])).toMatchObject({ code: 0, stdout: `Nobody holds the edition of ${day}.\n` })
})

test('too late and a day to come exit with 1, nobody named and no date with 2', async () => {
  expect(await run(['hold', '2025-01-01'])).toMatchObject({ code: 1, stderr: 'the freeze of 2025-01-01 has passed\n' })
  expect(await run(['hold', '2999-01-01'])).toMatchObject({ code: 1, stderr: expect.stringContaining('has not begun') })
  expect(await run(['hold', day], { CURATOR: '' })).toMatchObject({ code: 2, stderr: expect.stringContaining('--by') })
  expect(await run(['hold', 'today'])).toMatchObject({ code: 2 })
  expect(await run(['release'])).toMatchObject({ code: 2 })
})
