import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool, types } from 'pg'
import type { DB } from './database-types.ts'
import { preparing } from './prepared-statements.ts'

/** A pool or a transaction: what every statement takes first. */
export type Db = Kysely<DB>

export interface Database {
  db: Db
  pool: Pool
  close(): Promise<void>
}

// bigint columns are ids and counts, far below 2^53; a date is a label, not an instant.
types.setTypeParser(types.builtins.INT8, Number)
types.setTypeParser(types.builtins.DATE, (text) => text)

/** Opens a pool. `searchPath` serves libraries that keep their tables in a schema of their own. */
export function openPool(url: string, { max = 10, searchPath }: { max?: number; searchPath?: string } = {}): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: 'daily-papers',
    ...(searchPath === undefined ? {} : { options: `-c search_path=${searchPath}` })
  })
  // An idle connection that drops is replaced at the next query; unhandled it would end the process.
  pool.on('error', () => undefined)
  // So would one that is checked out and drops between two statements: pg-pool takes its own listener
  // off then, and whoever holds it learns of it at the next statement.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export function openDatabase(url: string, options: { max?: number } = {}): Database {
  const pool = openPool(url, options)
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  return { db, pool, close: () => db.destroy() }
}

/** One connection outside any pool, for COPY and LISTEN. The caller ends it. */
export async function openConnection(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: 'daily-papers'
  })
  await client.connect()
  return client
}

/** Settles when a server answers a query there, and throws why not. */
export async function reachable(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => undefined)
  }
}
