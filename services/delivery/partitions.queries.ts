import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Tables of an edition's deliveries and attempts. */
export const deliveriesOf = (editionId: number) => `deliveries_${editionId}`
export const attemptsOf = (editionId: number) => `attempts_${editionId}`

export async function hasPartition(db: Db, editionId: number): Promise<boolean> {
  const { rows } = await sql<{
    there: boolean
  }>`select to_regclass(${deliveriesOf(editionId)}) is not null as there`.execute(db)
  return rows[0]?.there ?? false
}

/**
 * The tables of an edition, made before its first delivery and not yet attached: what is loaded
 * before there is a key costs half as much. Each row is changed once, when the mail is sent: with half of each
 * page free the new version is on the same page and the index is left alone (at 70 %, every second time), and one
 * vacuum at the end is enough.
 */
export async function createPartition(trx: Db, editionId: number): Promise<void> {
  await sql`
    create table ${sql.table(deliveriesOf(editionId))} (like deliveries including defaults including constraints)
    with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.9, autovacuum_vacuum_insert_threshold = -1,
      autovacuum_analyze_scale_factor = 0.9)`.execute(trx)
  await sql`create table ${sql.table(attemptsOf(editionId))} (like attempts including defaults including constraints)`.execute(
    trx
  )
}

/**
 * Adds the key and attaches. Attached rather than created as a partition, which would lock every
 * edition's deliveries against reading. Analyzed, or the first claims would read the whole table.
 */
export async function attachPartition(trx: Db, editionId: number): Promise<void> {
  const deliveries = sql.table(deliveriesOf(editionId))
  // The attaching finds the check and reads no row.
  await sql`alter table ${deliveries} add primary key (subscriber_id, edition_id),
    add constraint one_edition check (edition_id = ${sql.lit(editionId)})`.execute(trx)
  await sql`alter table deliveries attach partition ${deliveries} for values in (${sql.lit(editionId)})`.execute(trx)
  await sql`alter table ${deliveries} drop constraint one_edition`.execute(trx)
  await sql`analyze ${deliveries}`.execute(trx)
  await sql`alter table attempts attach partition ${sql.table(attemptsOf(editionId))} for values in (${sql.lit(editionId)})`.execute(
    trx
  )
}
