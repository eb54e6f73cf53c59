import { sql } from 'kysely'
import type { Db } from '../database.ts'

export interface TableShape {
  name: string
  columns: string[]
  /** Partitions by list of one number, which the rows need before they can be loaded. */
  partitions: { name: string; value: number }[]
}

/**
 * The tables of schema public, each after those it refers to; not Kysely's own, which the
 * migrations make again, and not those of an extension.
 */
export async function listTables(db: Db): Promise<TableShape[]> {
  const { rows } = await sql<{ name: string; columns: string[]; needs: string[] }>`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
            where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('kysely_migration', 'kysely_migration_lock')
      and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.relname`.execute(db)
  const partitions = await listPartitions(db)
  return inOrder(rows).map(({ name, columns }) => ({
    name,
    columns,
    partitions: partitions
      .filter(({ parent }) => parent === name)
      .map(({ name: partition, value }) => ({ name: partition, value }))
  }))
}

async function listPartitions(db: Db): Promise<{ parent: string; name: string; value: number }[]> {
  const { rows } = await sql<{ parent: string; name: string; bound: string }>`
    select p.relname::text as parent, c.relname::text as name, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where c.relispartition and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by c.relname`.execute(db)
  return rows.map(({ parent, name, bound }) => {
    const value = /^FOR VALUES IN \('?(\d+)'?\)$/.exec(bound)?.[1]
    if (value === undefined) throw new Error(`the partition ${name} has a bound that a backup cannot keep: ${bound}`)
    return { parent, name, value: Number(value) }
  })
}

function inOrder<T extends { name: string; needs: string[] }>(tables: T[]): T[] {
  const ordered: T[] = []
  while (ordered.length < tables.length) {
    const placed = new Set(ordered.map(({ name }) => name))
    const next = tables.filter(({ name, needs }) => !placed.has(name) && needs.every((need) => placed.has(need)))
    if (next.length === 0) throw new Error('the tables refer to each other in a circle')
    ordered.push(...next)
  }
  return ordered
}

/** Where each sequence of schema public stands; null where it was never drawn from. */
export async function listSequences(db: Db): Promise<Record<string, number | null>> {
  const { rows } = await sql<{ name: string; last: number | null }>`
    select sequencename::text as name, last_value as last from pg_sequences
    where schemaname = 'public' order by sequencename`.execute(db)
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}

/** What triggers on the tables of schema public call, as DROP takes it: functions of our own, and nobody else's. */
export async function listTriggerFunctions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ signature: string }>`
    select distinct t.tgfoid::regprocedure::text as signature from pg_trigger t
    join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace
    where not t.tgisinternal order by 1`.execute(db)
  return rows.map(({ signature }) => signature)
}
