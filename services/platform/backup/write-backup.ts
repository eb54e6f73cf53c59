import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { to } from 'pg-copy-streams'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { appliedMigrations, migrationNames } from '../migrate.ts'
import { listSequences, listTables } from './catalog.ts'
import { format, type Header, programVersion } from './header.ts'
import type { Keys } from './keys.ts'
import { openSession, type Session } from './session.ts'

export interface BackupWritten {
  file: string
  bytes: number
  createdAt: string
  program: string
  /** Rows of each table. */
  tables: Record<string, number>
}

/**
 * Writes every table, as it is at one moment, and the keys into one file (mode 0600) that
 * appears whole or not at all. Changes nothing in the database, not even its schema.
 * Throws FILE_INVALID where the file cannot be written.
 */
export async function writeBackup(
  { url, clock, keys, progress }: { url: string; clock: Clock; keys: Keys; progress: (text: string) => void },
  file: string
): Promise<BackupWritten> {
  const session = await openSession(url)
  try {
    await session.client.query('begin isolation level repeatable read read only')
    const migrations = await requireOwn(session)
    const tables = await listTables(session.db)
    const createdAt = clock.now().toISOString()
    const header: Header = { format, program: programVersion(), createdAt, migrations, tables, keys }
    const counts: Record<string, number> = {}
    const counted = (table: string, rows: number) => {
      counts[table] = rows
      progress(`${table}: ${rows}`)
    }
    await writeWhole(file, contents(session, header, counted))
    return { file, bytes: (await stat(file)).size, createdAt, program: header.program, tables: counts }
  } finally {
    await session.close()
  }
}

/** The schema may be older than this program, as after an update, but not newer: that may hold what this one overlooks. */
async function requireOwn({ db }: Session): Promise<string[]> {
  const migrations = await appliedMigrations(db)
  if (migrations.length === 0)
    throw new Error('There is nothing to back up: the database has no tables of Daily Papers.')
  const known = await migrationNames()
  const unknown = migrations.filter((name) => !known.includes(name))
  if (unknown.length === 0) return migrations
  throw new Error(
    `The database was written by a newer version of Daily Papers (it has ${unknown.join(', ')}): back it up with that version.`
  )
}

async function* contents(
  { client, db }: Session,
  header: Header,
  counted: (table: string, rows: number) => void
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const hashed = (piece: string | Buffer) => {
    hash.update(piece)
    return Buffer.from(piece)
  }
  yield hashed(`${JSON.stringify(header)}\n`)
  for (const { name, columns } of header.tables) {
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
    yield hashed(`${JSON.stringify({ table: name })}\n`)
    const rows = client.query(to(`copy (select ${list} from ${client.escapeIdentifier(name)}) to stdout`))
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      yield hashed(`${chunk.length}\n`)
      yield hashed(chunk)
    }
    // The count comes with a message after the last row; the next answer means that it has come.
    await client.query('select 1')
    yield hashed(`0\n${JSON.stringify({ rows: rows.rowCount })}\n`)
    counted(name, rows.rowCount)
  }
  yield hashed(`${JSON.stringify({ sequences: await listSequences(db) })}\n`)
  yield Buffer.from(`${JSON.stringify({ sha256: hash.digest('hex') })}\n`)
}

async function writeWhole(file: string, content: AsyncIterable<Buffer>): Promise<void> {
  const part = `${file}.part`
  try {
    // A leftover would keep its own mode.
    await rm(part, { force: true })
    await pipeline(content, createGzip(), createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    const { syscall, message } = error as NodeJS.ErrnoException
    const isOfFile = syscall !== undefined && ['open', 'write', 'rename', 'fsync', 'close', 'rm'].includes(syscall)
    throw isOfFile ? new AppError('FILE_INVALID', `${file} cannot be written: ${message}`) : error
  }
}
