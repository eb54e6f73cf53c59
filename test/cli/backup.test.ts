import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../services/platform/config.ts'
import { readSubscriberToken, signSubscriberToken } from '../../services/platform/tokens.ts'
import { createDatabase, dropDatabase, useDatabase } from '../support/database.ts'
import { aDataDir, runCommand } from '../support/service.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const old = aDataDir()
const fresh = aDataDir()
const file = join(old.dataDir, 'papers.backup')
afterAll(() => {
  old.remove()
  fresh.remove()
})

test('a backup restored on a new machine brings the readers, and their unsubscribe links go on working', async () => {
  const here = { DATABASE_URL: database.url, DATA_DIR: old.dataDir }
  writeFileSync(join(old.dataDir, 'list.csv'), 'email\nada@example.org\n')
  await runCommand(['subscribers', 'import', join(old.dataDir, 'list.csv'), '--consent', 'a sheet'], here)
  const link = signSubscriberToken(readConfig({ DATA_DIR: old.dataDir }).secretKeys, 'unsubscribe', 1)

  const written = await runCommand(['backup', file, '--json'], here)
  expect(written).toMatchObject({ code: 0, stderr: expect.stringContaining('subscribers: 1\n') })
  expect(JSON.parse(written.stdout)).toMatchObject({ file, tables: { subscribers: 1, consents: 1 } })
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const target = await createDatabase({ empty: true })
  const there = { DATABASE_URL: target.url, DATA_DIR: fresh.dataDir }
  const restored = await runCommand(['restore', file], there)
  expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('keep working') })
  const shown = await runCommand(['subscribers', 'show', 'ada@example.org', '--json'], there)
  expect(JSON.parse(shown.stdout)).toMatchObject({ id: 1, state: 'active', consents: [{ statement: 'a sheet' }] })
  const { secretKeys, adminToken } = readConfig({ DATA_DIR: fresh.dataDir })
  expect(readSubscriberToken(secretKeys, 'unsubscribe', link)).toBe(1)
  expect(adminToken).toBe(readConfig({ DATA_DIR: old.dataDir }).adminToken)

  expect(await runCommand(['restore', file], there)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('has data already (table subscribers)')
  })
  await target.close()
  await dropDatabase(target.url)
})

test('a SECRET_KEY without the keys of the backup is named, with where they are', async () => {
  const target = await createDatabase({ empty: true })
  const { dataDir, remove } = aDataDir()
  const env = { DATABASE_URL: target.url, DATA_DIR: dataDir, SECRET_KEY: 'n'.repeat(32) }
  const { code, stdout } = await runCommand(['restore', file], env)
  expect(code).toBe(0)
  expect(stdout).toMatch(/SECRET_KEY is set and does not begin with the keys of the backup/)
  const kept = join(dataDir, 'secrets', 'secret-key')
  expect(stdout).toContain(kept)
  expect(readFileSync(kept, 'utf8')).toBe(readFileSync(join(old.dataDir, 'secrets', 'secret-key'), 'utf8'))
  expect(stdout).not.toContain(readFileSync(kept, 'utf8').trim())
  remove()
  await target.close()
  await dropDatabase(target.url)
})

test('what cannot be done exits with 1 and a reason, wrong usage with 2', async () => {
  const env = { DATABASE_URL: database.url, DATA_DIR: old.dataDir }
  expect(await runCommand(['backup', '/nowhere/x.backup'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('/nowhere/x.backup cannot be written: ENOENT')
  })
  expect(await runCommand(['restore', join(old.dataDir, 'list.csv')], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('list.csv is not a backup of Daily Papers. Nothing was changed.')
  })
  expect(await runCommand(['restore'], env)).toMatchObject({ code: 2 })
  expect(await runCommand(['backup'], env)).toMatchObject({ code: 2 })
})
