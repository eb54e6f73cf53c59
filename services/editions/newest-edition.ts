import type { Db } from '../platform/database.ts'
import { findEdition, findNewestSent } from './editions.queries.ts'

/**
 * The edition that a new reader is welcomed with: the newest that has begun to leave,
 * else the sample, in local mode only. undefined: there is none yet.
 */
export async function newestEdition({ db }: { db: Db }, { local }: { local: boolean }): Promise<number | undefined> {
  const newest = (await findNewestSent(db)) ?? (local ? await findEdition(db, null) : undefined)
  return newest?.id
}
