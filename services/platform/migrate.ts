import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Migration, type MigrationProvider, Migrator, sql } from 'kysely'
import type { Db } from './database.ts'
import { projectRoot } from './project-root.ts'

const folder = join(projectRoot, 'migrations')

/** migrations/NNNN_name.sql, forward only: the way back is `restore` of a backup. */
const provider: MigrationProvider = {
  async getMigrations() {
    const files = (await readdir(folder)).filter((file) => /^\d{4}_[a-z_]+\.sql$/.test(file)).toSorted()
    const migrations = await Promise.all(
      files.map(async (file): Promise<[string, Migration]> => {
        const text = await readFile(join(folder, file), 'utf8')
        // A table cannot be altered while triggers of changed rows wait for the commit, which is the same for all.
        const whole = `set constraints all immediate;\n${text}`
        return [file.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(whole).execute(db)) }]
      })
    )
    return Object.fromEntries(migrations)
  }
}

/** The names of this program's migrations, oldest first. */
export async function migrationNames(): Promise<string[]> {
  return Object.keys(await provider.getMigrations())
}

/**
 * Applies what is missing in one transaction under an advisory lock: processes that boot
 * together wait for each other and all succeed. Returns the names applied. Throws when
 * the schema is newer than this program, before anything is changed.
 */
export async function migrate(db: Db, target?: string): Promise<string[]> {
  await refuseNewerSchema(db)
  const migrator = new Migrator({ db, provider })
  const { error, results } = await (target === undefined ? migrator.migrateToLatest() : migrator.migrateTo(target))
  if (error !== undefined) {
    const failed = results?.find(({ status }) => status === 'Error')
    throw new Error(`migration ${failed?.migrationName ?? ''} failed: ${(error as Error).message}`, { cause: error })
  }
  return (results ?? []).map(({ migrationName }) => migrationName)
}

/** Migrations that the database has and this program does not know. */
async function refuseNewerSchema(db: Db): Promise<void> {
  const known = new Set(await migrationNames())
  const unknown = (await appliedMigrations(db)).filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new Error(
    `The database was written by a newer version of Daily Papers (it has ${unknown.join(', ')}): ` +
      'run that version, or with it `npm run cli -- backup FILE` and restore an older backup here'
  )
}

/** Names the database has applied; none where it was never migrated. */
export async function appliedMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db
  )
  if (rows[0]?.there !== true) return []
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return applied.rows.map(({ name }) => name)
}
