import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { aDataDir, runCommand } from '../support/service.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const { dataDir, remove } = aDataDir()
afterAll(remove)
beforeAll(() => listPapers(database.db, '2026-11-23', 3))

const run = (args: string[], environment: Record<string, string> = {}) =>
  runCommand(['papers', ...args], {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PAPER_SOURCES: 'none',
    CURATOR: 'Ines Vermeer',
    ...environment
  })

test('a pin says what it pinned, a second time that nothing changed; both exit with 0', async () => {
  const { code, stdout } = await run(['pin', '2', '--note', 'a rare proof', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    kind: 'pinned',
    paper: { id: 2, arxivId: null, title: expect.any(String), withdrawn: false, frozenIn: null }
  })
  expect(await run(['pin', '2'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Was pinned before; nothing changed: ".+" \(paper 2\)\n$/)
  })
  const { rows } = await database.pool.query('select curator, note from curations')
  expect(rows).toEqual([{ curator: 'Ines Vermeer', note: 'a rare proof' }])
})

test('a drop is said to be for good, by whom --by names, and a pin after it exits with 1', async () => {
  expect(await run(['drop', '3', '--by', 'Kofi'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Dropped, for good: ".+" \(paper 3\)\n$/)
  })
  expect(await run(['pin', '3'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Kofi dropped ".+" on /) })
})

test('an added paper wants a title where arXiv is not asked', async () => {
  expect(await run(['add', '2611.00001'])).toMatchObject({ code: 1, stderr: expect.stringContaining('--title') })
  const { code, stdout } = await run(['add', 'arXiv:2611.00001v2', '--title', 'By hand', '--date', '2026-11-23'])
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'Added to the list of 2026-11-23: "By hand" (paper 4, arXiv 2611.00001)\n'
  })
  const again = await run(['add', '2611.00001', '--date', '2026-11-23', '--json'])
  expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'unchanged', day: '2026-11-23', created: false })
})

test('an unknown paper exits with 1; nobody named, and what cannot be read, with 2', async () => {
  expect(await run(['pin', '99'])).toMatchObject({ code: 1, stderr: 'no paper here has the id 99\n' })
  expect(await run(['add', '2611.00002', '--date', '2999-01-01', '--title', 'x'])).toMatchObject({ code: 1 })
  expect(await run(['pin', '1'], { CURATOR: '' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('CURATOR')
  })
  expect(await run(['add', 'lighthouse'])).toMatchObject({ code: 2 })
  expect(await run(['pin', '1', '--note', ' '])).toMatchObject({ code: 2 })
  expect(await run(['drop'])).toMatchObject({ code: 2 })
})
