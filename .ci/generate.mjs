// Writes what is generated from the sources (table types, .env.example), or with
// --check fails where a file is stale. Needs a build: npm run generate does both.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../dist/services/platform/database.js'
import { clusterPaths, databaseUrl, startCluster } from '../dist/services/platform/embedded-postgres/cluster.js'
import { envExample } from '../dist/services/platform/env-example.js'
import { migrate } from '../dist/services/platform/migrate.js'

const check = process.argv.includes('--check')
const root = join(import.meta.dirname, '..')

const example = join(root, '.env.example')
if (check && readFileSync(example, 'utf8') !== envExample()) fail('.env.example')
else if (!check) writeFileSync(example, envExample())

const folder = mkdtempSync(join(tmpdir(), 'daily-papers-generate-'))
const cluster = await startCluster(folder, { fsync: 'off' })
try {
  const url = databaseUrl(folder, cluster.port)
  const database = openDatabase(url)
  await migrate(database.db)
  await database.close()
  const types = join(root, 'services', 'platform', 'database-types.ts')
  const codegen = join(root, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js')
  const args = [
    '--dialect',
    'postgres',
    '--url',
    url,
    '--out-file',
    types,
    '--date-parser',
    'string',
    '--numeric-parser',
    'number'
  ]
  args.push('--type-mapping', '{"int8":"number"}', '--exclude-pattern', 'kysely_*', '--log-level', 'error')
  execFileSync(process.execPath, [codegen, ...args, ...(check ? ['--verify'] : [])], { stdio: 'inherit' })
} catch (error) {
  if (!check) throw error
  fail('services/platform/database-types.ts')
} finally {
  await cluster.stop()
  rmSync(clusterPaths(folder).folder, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

function fail(file) {
  process.stderr.write(`${file} is stale: npm run generate\n`)
  process.exitCode = 1
}
