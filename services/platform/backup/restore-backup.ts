import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { from } from 'pg-copy-streams'
import { AppError } from '../errors.ts'
import { migrate } from '../migrate.ts'
import { emptyTarget } from './empty-target.ts'
import type { Backup } from './read-backup.ts'
import { openSession, type Session } from './session.ts'

export interface Restored {
  createdAt: string
  program: string
  /** Rows of each table. */
  tables: Record<string, number>
  /** Migrations that the backup was older than. */
  migrated: string[]
}

/**
 * Loads a backup into a database that has no data of its own, in one transaction: makes
 * the tables as they were when it was written, fills them, checks counts and hash, and
 * migrates to the newest schema. Whatever fails on the way leaves the database as it was.
 * `beforeCommit` may still refuse. Throws FILE_INVALID for a bad file and
 * DATABASE_NOT_EMPTY where something would be lost.
 */
export async function restoreBackup(
  { url, progress, beforeCommit }: { url: string; progress: (text: string) => void; beforeCommit: () => void },
  backup: Backup
): Promise<Restored> {
  const { createdAt, program, migrations, tables } = backup.header
  const session = await openSession(url)
  const { client, db } = session
  try {
    await client.query('begin')
    await emptyTarget(session)
    await migrate(db, migrations.at(-1))
    // Migrations put rows of their own, like the one of `installation`.
    await client.query(`truncate ${tables.map(({ name }) => client.escapeIdentifier(name)).join(', ')}`)
    const counts: Record<string, number> = {}
    for (const table of tables) {
      counts[table.name] = await loadTable(session, backup, table)
      progress(`${table.name}: ${counts[table.name]}`)
    }
    for (const [name, last] of Object.entries(await backup.finish())) {
      if (last !== null) await sql`select setval(${`public.${name}`}::regclass, ${last})`.execute(db)
    }
    // PostgreSQL alters no table that has triggers to come.
    await client.query('set constraints all immediate')
    const migrated = await migrate(db)
    beforeCommit()
    await client.query('commit')
    return { createdAt, program, tables: counts, migrated }
  } finally {
    await session.close()
  }
}

async function loadTable(
  { client, db }: Session,
  backup: Backup,
  { name, columns, partitions }: Backup['header']['tables'][number]
): Promise<number> {
  for (const { name: part, value } of partitions) {
    await sql`create table ${sql.table(part)} partition of ${sql.table(name)} for values in (${sql.lit(value)})`.execute(
      db
    )
  }
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const rows = client.query(from(`copy ${client.escapeIdentifier(name)} (${list}) from stdin`))
  const damaged = () =>
    new AppError('FILE_INVALID', `${backup.file} is damaged in the rows of ${name}. Nothing was changed.`)
  await pipeline(backup.rows(name), rows).catch((error: Error & { code?: string }) => {
    // SQLSTATE classes 22 and 23: values no column takes, before gzip's checksum at the end tells.
    throw /^2[23]/.test(error.code ?? '') ? damaged() : error
  })
  if ((await backup.rowCount()) !== rows.rowCount) throw damaged()
  return rows.rowCount
}
