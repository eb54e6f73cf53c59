import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Waits this long for a lock and no longer: who waits for one makes all that come after wait behind it. */
export async function setLockTimeout(trx: Db, milliseconds: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${`${milliseconds}ms`}, true)`.execute(trx)
}
