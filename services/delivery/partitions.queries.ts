import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { setLockTimeout } from '../platform/lock-timeout.ts'

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
 * page free the new version is on the same page and the index is left alone (at 70 %, every second time).
 * Autovacuum would read them every minute of a long send, for a tenth of what PostgreSQL spends on it, and free
 * nothing that is used again: they are analyzed when planned and when sent, and go by being dropped.
 */
export async function createPartition(trx: Db, editionId: number): Promise<void> {
  await sql`
    create table ${sql.table(deliveriesOf(editionId))} (like deliveries including defaults including constraints)
    with (fillfactor = 50, autovacuum_enabled = false)`.execute(trx)
  await sql`
    create table ${sql.table(attemptsOf(editionId))} (like attempts including defaults including constraints)
    with (autovacuum_enabled = false)`.execute(trx)
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
  await analyze(trx, deliveriesOf(editionId))
  await sql`alter table attempts attach partition ${sql.table(attemptsOf(editionId))} for values in (${sql.lit(editionId)})`.execute(
    trx
  )
}

/**
 * What the planner is to know of tables to which hardly anything more is written, and which blocks have whose attempts.
 * Throws where a table is busy for longer than a second.
 */
export async function settlePartition(db: Db, editionId: number): Promise<void> {
  if (!(await hasPartition(db, editionId))) return
  await db.transaction().execute(async (trx) => {
    await setLockTimeout(trx, 1000)
    await analyze(trx, deliveriesOf(editionId))
    await analyze(trx, attemptsOf(editionId))
    await sql`
      select brin_summarize_new_values(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = ${attemptsOf(editionId)}::regclass and c.relam = (select oid from pg_am where amname = 'brin')
    `.execute(trx)
  })
}

/** Tells the planner of an edition's table. From a sample of 3,000 rows, which says enough of tables whose rows are alike: the usual 30,000 lie on nearly every page of a million. */
export async function analyze(trx: Db, table: string): Promise<void> {
  await sql`select set_config('default_statistics_target', '10', true)`.execute(trx)
  await sql`analyze ${sql.table(table)}`.execute(trx)
}
