import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { migrationNames } from '../migrate.ts'
import { projectRoot } from '../project-root.ts'
import type { TableShape } from './catalog.ts'
import type { Keys } from './keys.ts'

/**
 * A backup is a gzip stream of lines of JSON and blocks of rows:
 *
 *     header
 *     for each table: {"table"}, blocks of COPY's text format as LENGTH \n BYTES, 0 \n, {"rows"}
 *     {"sequences"}
 *     {"sha256"} of everything before it, unpacked
 *
 * COPY's text format is the one that PostgreSQL keeps readable across major versions.
 */
export const format = 1

export interface Header {
  format: number
  /** The version of the program that wrote it. */
  program: string
  createdAt: string
  /** The migrations its tables have, oldest first. */
  migrations: string[]
  tables: TableShape[]
  keys: Keys
}

export function programVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version
}

/** Throws FILE_INVALID where this program does not know what the backup's tables look like. */
export async function requireKnown({ format: written, program, migrations }: Header): Promise<void> {
  const known = await migrationNames()
  const unknown = migrations.filter((name) => !known.includes(name))
  if (written <= format && unknown.length === 0) return
  throw new AppError(
    'FILE_INVALID',
    `The backup was written by a newer version of Daily Papers, ${program} (this is ${programVersion()}` +
      `${unknown.length === 0 ? '' : `; it has ${unknown.join(', ')}`}): restore it with that version or a newer one.`
  )
}
