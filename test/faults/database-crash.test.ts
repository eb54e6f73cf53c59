import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, reachable } from '../../services/platform/database.ts'
import { type Cluster, databaseUrl, startCluster } from '../../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../../services/platform/migrate.ts'
import { full, openStage, type Stage } from './stage.ts'

const crashes = full ? 20 : 3
const betweenCrashes = 400
const audience = (crashes + 1) * betweenCrashes

const folder = mkdtempSync(join(tmpdir(), 'daily-papers-crash-'))
let cluster: Cluster
let stage: Stage
beforeAll(async () => {
  cluster = await startCluster(folder)
  const url = databaseUrl(folder, cluster.port)
  const database = openDatabase(url)
  await migrate(database.db)
  stage = await openStage({ audience, given: { ...database, url } })
})
afterAll(async () => {
  await stage.close()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** As when one of its processes is killed: PostgreSQL ends all others, too, recovers from its log and is back. */
async function crash(): Promise<void> {
  const url = databaseUrl(folder, cluster.port)
  const { pool, close } = openDatabase(url, { max: 1 })
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL')
  await pause(100)
  await expect.poll(() => reachable(url).then(() => true), { timeout: 30_000 }).toBe(true)
  await close()
}

test('a database that crashes while an edition is being sent loses no mail and doubles none', {
  timeout: 600_000
}, async () => {
  const worker = await stage.startWorker(1, { LEASE: '60s' })
  for (let n = 1; n <= crashes; n++) {
    await expect.poll(() => stage.judge.mails().length, { timeout: 60_000 }).toBeGreaterThan((n - 0.5) * betweenCrashes)
    await crash()
  }
  await stage.untilSent()
  expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
  expect(await stage.states()).toEqual({ accepted: audience })
  worker.signal('SIGTERM')
  await worker.ended
})
