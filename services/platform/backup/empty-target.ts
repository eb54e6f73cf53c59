import { sql } from 'kysely'
import { AppError } from '../errors.ts'
import { appliedMigrations, migrationNames } from '../migrate.ts'
import { listSequences, listTables, listTriggerFunctions } from './catalog.ts'
import type { Session } from './session.ts'

/**
 * Rows that a first boot makes by itself and a backup may replace: when the database was
 * made, the last run of each job, when pages changed last, and the sample edition, which is the one without a day.
 */
const madeByBoot: Record<string, string> = {
  installation: 'true',
  job_runs: 'true',
  content_version: 'true',
  editions: 'feed_day is null',
  edition_revisions: 'edition_id in (select id from editions where feed_day is null)',
  edition_papers: 'edition_id in (select id from editions where feed_day is null)'
}

/**
 * Leaves no table and no trigger's function behind, in the transaction of the restore, so that the migrations can be
 * applied up to the level of the backup: there is no way back from a newer one. Throws
 * where there is anything to lose.
 */
export async function emptyTarget(session: Session): Promise<void> {
  const { client, db } = session
  const tables = (await listTables(db)).map(({ name }) => name)
  if (tables.length === 0) return
  const applied = await appliedMigrations(db)
  if (applied.length === 0) {
    throw refusal(`has tables that are not of Daily Papers (${tables.slice(0, 3).join(', ')})`)
  }
  const known = await migrationNames()
  const unknown = applied.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw refusal(`was written by a newer version of Daily Papers (it has ${unknown.join(', ')})`)

  const names = tables.map((name) => client.escapeIdentifier(name))
  // A sign-up between the look and the drop would be lost.
  await client.query(`lock table ${names.join(', ')} in access exclusive mode`)
  for (const name of tables) {
    const rows = sql`select 1 from ${sql.table(name)} where not (${sql.raw(madeByBoot[name] ?? 'false')}) limit 1`
    if ((await rows.execute(db)).rows.length > 0) throw refusal(`has data already (table ${name})`)
  }
  const sequences = Object.keys(await listSequences(db)).map((name) => client.escapeIdentifier(name))
  const functions = await listTriggerFunctions(db)
  await client.query(`drop table ${names.join(', ')}, kysely_migration, kysely_migration_lock cascade`)
  if (sequences.length > 0) await client.query(`drop sequence if exists ${sequences.join(', ')}`)
  if (functions.length > 0) await client.query(`drop function ${functions.join(', ')}`)
}

function refusal(why: string): AppError {
  return new AppError(
    'DATABASE_NOT_EMPTY',
    `The database ${why}: restore into an empty one, or with a DATA_DIR that is not there yet. Nothing was changed.`
  )
}
