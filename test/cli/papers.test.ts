import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { useDatabase } from '../support/database.ts'
import { aSavedPage } from '../support/saved-page.ts'
import { aDataDir, runCommand } from '../support/service.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const { dataDir, remove } = aDataDir()
afterAll(remove)

const run = (...args: string[]) =>
  runCommand(['papers', 'import', ...args], { DATABASE_URL: database.url, DATA_DIR: dataDir })

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(dataDir, name), content)
  return join(dataDir, name)
}

test('a saved page is imported once, and a second time changes nothing', async () => {
  const page = write('page.txt', aSavedPage())
  const first = await run(page, '--date', '2025-08-19', '--json')
  expect(first.code).toBe(0)
  expect(JSON.parse(first.stdout)).toMatchObject({ imported: 72, updated: 0, unchanged: 0, refused: [] })
  expect(await run(page, '--date', '2025-08-19')).toMatchObject({
    code: 0,
    stdout: '0 imported, 0 updated, 72 unchanged, 0 refused\n'
  })
})

test('one bad item is named by its line, and the others are imported', async () => {
  const items = [{ title: 'A paper of its own' }, { title: '' }, { title: 'Another paper of its own' }]
  const { code, stdout } = await run(write('papers.json', JSON.stringify(items, null, 1)), '--date', '2025-08-20')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^line 5: .*\n2 imported, 0 updated, 0 unchanged, 1 refused\n$/)
})

test('a file that cannot be imported is named with what is wrong with it', async () => {
  const cases: [string, RegExp][] = [
    [join(dataDir, 'nowhere.txt'), /nowhere\.txt cannot be imported: ENOENT/],
    [dataDir, /cannot be imported: EISDIR/],
    [write('empty.txt', ' \n'), /empty\.txt cannot be imported: the file is empty/],
    [write('binary.bin', Buffer.alloc(2 ** 21, 0x9f)), /binary\.bin cannot be imported: it is not text in UTF-8/],
    [write('zeros.bin', Buffer.alloc(2 ** 21)), /zeros\.bin cannot be imported: it is not text in UTF-8/],
    [write('broken.json', '[{"title": "x"'), /broken\.json cannot be imported: broken JSON at line 1/]
  ]
  for (const [file, message] of cases) {
    const { code, stdout, stderr } = await run(file, '--date', '2025-08-19')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(message)
  }
})

test('a missing date is wrong usage, and one that is no day or not yet begun is refused', async () => {
  const page = write('page.txt', aSavedPage())
  expect(await run(page)).toMatchObject({ code: 2, stderr: expect.stringContaining('--date') })
  expect(await run(page, '--date', '2025-02-30')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('2025-02-30')
  })
  expect(await run(page, '--date', '2999-01-01')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has not begun')
  })
})
