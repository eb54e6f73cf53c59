import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { spawnNode } from '../support/processes.ts'

test('twenty processes that start at once agree on one secret, and leave no draft behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const module = `
    import { localSecret } from './dist/services/platform/local-secrets.js'
    console.log('secret ' + localSecret(process.argv[1], 'secret-key'))`
  const processes = Array.from({ length: 20 }, () => spawnNode(module, [folder]))
  const secrets = await Promise.all(processes.map((process) => process.says('secret ')))
  expect(new Set(secrets).size).toBe(1)
  expect(secrets[0]).toMatch(/^secret [A-Za-z0-9_-]{43}$/)
  expect(readdirSync(join(folder, 'secrets'))).toEqual(['secret-key'])
})
