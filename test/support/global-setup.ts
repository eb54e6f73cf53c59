import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../services/platform/database.ts'
import { databaseUrl, startCluster } from '../../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../../services/platform/migrate.ts'
import { projectRoot } from '../../services/platform/project-root.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the test server's `postgres` database. */
    serverUrl: string
  }
}

/**
 * One PostgreSQL for the whole run, with a migrated template that each test file clones
 * (about 20 ms). Durability is off: a test that needs it starts a server of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  compileForProcesses()
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-test-'))
  const cluster = await startCluster(folder, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    // Each truncate and each dropped clone looks through all of them.
    shared_buffers: '128MB',
    max_connections: '300'
  })
  const url = databaseUrl(folder, cluster.port)

  const server = openDatabase(url)
  await server.pool.query('create database template_daily_papers')
  await server.close()
  const template = openDatabase(url.replace(/postgres$/, 'template_daily_papers'))
  await migrate(template.db)
  await template.close()

  project.provide('serverUrl', url)
  return async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Tests that start processes of their own run dist/. `npm test` has already refused
 * sources that do not compile; a single file may be tested while another is half-written.
 */
function compileForProcesses(): void {
  const { status } = spawnSync(process.execPath, ['services/cli/launch.js', 'build'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit']
  })
  if (status !== 0) process.stderr.write('dist/ is stale: tests that start processes see older code\n')
}
