import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { releaseEdition } from '../../services/editions/sending.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { newestClosedDay } from '../../services/papers/feed-day.ts'
import { systemClock } from '../../services/platform/clock.ts'
import { readConfig } from '../../services/platform/config.ts'
import { type Database, openDatabase } from '../../services/platform/database.ts'
import { clusterPaths, databaseUrl, startCluster } from '../../services/platform/embedded-postgres/cluster.ts'
import { migrate } from '../../services/platform/migrate.ts'
import { listPapers } from '../../test/support/papers.ts'
import { processorTimeOfTree } from '../processor-time.ts'

/** The day that the next freeze takes. */
export const feedDay = newestClosedDay(systemClock.now())
export const secretKey = 'a-secret-of-the-benches-of-thirty-two-characters'

/** What every process of an installation is configured with; the rest is left at its default. */
export const environment = {
  SECRET_KEY: secretKey,
  ADMIN_TOKEN: 'a token of the benches',
  BASE_URL: 'http://localhost:3999',
  MAIL_FROM: 'daily@papers.example.org',
  PAPER_SOURCES: 'none',
  LOG_LEVEL: 'warn',
  // 30 KB, the size that the targets were set for.
  DIGEST_SIZE: '8'
}

export interface Installation {
  /** A copy of the prepared database: readers and a day's papers, nothing assembled. */
  clone(): Promise<Clone>
  /** Processor seconds of PostgreSQL with all its processes, once it has written down what it was told. */
  postgresTime(): Promise<number>
  close(): Promise<void>
}

export interface Clone extends Database {
  url: string
  /** Assembles the edition and plans it, due at once or at an instant; returns how many seconds the planning took. */
  plan(dueAt?: Date): Promise<number>
  count(condition: string): Promise<number>
  drop(): Promise<void>
}

/** The embedded PostgreSQL as the service starts it, with so many active readers. */
export async function openInstallation(readers: number): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-bench-'))
  const cluster = await startCluster(folder)
  const serverUrl = databaseUrl(folder, cluster.port)
  const server = openDatabase(serverUrl, { max: 1 })
  const postmaster = Number(readFileSync(join(clusterPaths(folder).data, 'postmaster.pid'), 'utf8').split('\n')[0])
  // Also where the bench fails or is ended: PostgreSQL would go on without it.
  const endWithThisProcess = () => {
    process.kill(postmaster, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  const leave = () => process.exit(1)
  process.once('exit', endWithThisProcess).once('SIGINT', leave).once('SIGTERM', leave)
  await server.pool.query('create database prepared')
  await prepare(serverUrl.replace(/postgres$/, 'prepared'), readers)

  let clones = 0
  return {
    async clone() {
      const name = `clone_${++clones}`
      await server.pool.query(`create database ${name} template prepared strategy file_copy`)
      const url = serverUrl.replace(/postgres$/, name)
      const database = openDatabase(url, { max: 2 })
      return {
        ...database,
        url,
        async plan(dueAt = new Date(Date.now() - 60_000)) {
          await releaseEdition(database.db, await assemble(database, folder), dueAt)
          const started = performance.now()
          await planDeliveries({ db: database.db, clock: systemClock })
          return (performance.now() - started) / 1000
        },
        async count(condition) {
          const { rows } = await database.pool.query(`select count(*) as count from deliveries where ${condition}`)
          return rows[0].count
        },
        async drop() {
          await database.close()
          await server.pool.query(`drop database ${name} with (force)`)
        }
      }
    },
    async postgresTime() {
      await server.pool.query('checkpoint')
      return processorTimeOfTree(postmaster)
    },
    async close() {
      process.off('exit', endWithThisProcess).off('SIGINT', leave).off('SIGTERM', leave)
      await server.close()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function prepare(url: string, readers: number): Promise<void> {
  const database = openDatabase(url)
  await migrate(database.db)
  await database.pool.query(
    `insert into subscribers (address, address_key, state, created_at, state_changed_at)
     select address, address, 'active', '2026-11-01', '2026-11-01'
     from (select 'reader-' || i || '@mail-' || i % 20 || '.example.org' from generate_series(1, $1::integer) i) a (address)`,
    [readers]
  )
  await database.pool.query('analyze subscribers')
  await listPapers(database.db, feedDay, 72)
  await database.close()
}

async function assemble({ db }: Database, folder: string): Promise<number> {
  const config = readConfig({ ...environment, DATA_DIR: folder })
  const templates = await openTemplates()
  const outcome = await db
    .transaction()
    .execute((trx) => assembleEdition({ db: trx, clock: systemClock, config, templates }, { day: feedDay, minimum: 1 }))
  if (outcome.kind !== 'assembled') throw new Error(`the edition is ${outcome.kind}`)
  return outcome.editionId
}
