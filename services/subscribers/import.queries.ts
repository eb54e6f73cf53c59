import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { type Standing, standings } from './import-standing.ts'

/** A readable row of a file, on its way into the plan. */
export interface ImportRow {
  file: 'suppress' | 'import'
  line: number
  address: string
  key: string
  standing: Standing
}

const rank = (expression: string) =>
  sql`array_position(${sql.lit(`{${standings.join(',')}}`)}::text[], ${sql.raw(expression)})`

/** How strict the state is that an address `s` already has, in the words of a file's row. */
const rankHeld = rank(`case s.state
  when 'paused' then 'paused'
  when 'unsubscribed' then 'left'
  when 'suppressed' then case s.suppression when 'not_me' then 'complaint' else s.suppression end
  else 'active' end`)

/** The rows of the files, kept by PostgreSQL and not by us: a list of a million needs no memory here. */
export async function createImportRows(trx: Db): Promise<void> {
  await sql`
    create temporary table import_rows (
      file text not null, line integer not null, address text not null, key text not null, standing text not null,
      hash bytea not null
    ) on commit drop`.execute(trx)
}

/** `hash` is what is left of an address that was erased. */
export async function insertImportRows(trx: Db, rows: (ImportRow & { hash: Buffer })[]): Promise<void> {
  await sql`
    insert into import_rows
    select * from unnest(${rows.map(({ file }) => file)}::text[], ${rows.map(({ line }) => line)}::integer[],
      ${rows.map(({ address }) => address)}::text[], ${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ standing }) => standing)}::text[], ${rows.map(({ hash }) => hash)}::bytea[])`.execute(trx)
}

export interface PlanCounts {
  active: number
  suppressed: number
  unchanged: number
  duplicates: number
}

/** Decides about each address, by its strictest row; changes nothing yet. */
export async function planImport(trx: Db): Promise<PlanCounts> {
  await sql`analyze import_rows`.execute(trx)
  await sql`
    create temporary table import_plan on commit drop as
    select w.*, case
        when e.id is not null then 'erased'
        when w.standing in ('unstated', 'unconfirmed') then 'refused'
        when s.id is null then case when w.standing in ('active', 'paused') then 'active' else 'suppressed' end
        when ${rank('w.standing')} > ${rankHeld} then 'suppressed'
        else 'unchanged' end as outcome
    from (select distinct on (key) * from import_rows order by key, ${rank('standing')} desc, file desc, line) w
    left join subscribers s on s.address_key = w.key
    left join subscribers e on e.erased_hash = w.hash`.execute(trx)
  // Or what follows is planned for a handful of rows, and compares every row with every subscriber.
  await sql`analyze import_plan`.execute(trx)
  const { rows } = await sql<PlanCounts>`
    select count(*) filter (where outcome = 'active') as active,
      count(*) filter (where outcome = 'suppressed') as suppressed,
      count(*) filter (where outcome = 'unchanged') as unchanged,
      (select count(*) from import_rows) - count(*) as duplicates
    from import_plan`.execute(trx)
  return rows[0] ?? { active: 0, suppressed: 0, unchanged: 0, duplicates: 0 }
}

/** Rows that can be read and say themselves that they are no plain consent, and addresses that were erased. */
export async function listRefused(trx: Db) {
  const { rows } = await sql<Omit<ImportRow, 'standing'> & { reason: Standing | 'erased' }>`
    select file, line, address, key, case outcome when 'erased' then outcome else standing end as reason
    from import_plan where outcome in ('refused', 'erased') order by file desc, line`.execute(trx)
  return rows
}

/**
 * Writes what was planned. Both statements look at the rows as they are now and hold the
 * rule again, so that who signs up or leaves meanwhile is not overrun.
 */
export async function writeImport(trx: Db, consent: string, now: Date): Promise<void> {
  await sql`
    with added as (
      insert into subscribers (address, address_key, state, suppression, created_at, state_changed_at)
      select address, key, ${stateOf('p')}, ${suppressionOf('p')}, ${now}, ${now}
      from import_plan p
      where outcome in ('active', 'suppressed') and not exists (select from subscribers e where e.erased_hash = p.hash)
      order by file desc, line
      on conflict (address_key) do nothing
      returning id, state
    )
    insert into consents (subscriber_id, source, statement, given_at, confirmed_at)
    select id, 'import', ${consent}, ${now}, ${now} from added where state in ('active', 'paused')`.execute(trx)
  // An address we mail that the file says has left is one we stop mailing: losing a mail
  // is milder than mailing against somebody's will, and signing up again is always open.
  await sql`
    with stricter as materialized (select key, standing from import_plan where outcome = 'suppressed')
    update subscribers s
    set state = ${stateOf('p')}, suppression = ${suppressionOf('p')}, state_changed_at = ${now},
      undo_until = null, welcome_owed = false
    from stricter p
    where s.address_key = p.key and ${rank('p.standing')} > ${rankHeld}`.execute(trx)
}

const stateOf = (plan: string) =>
  sql.raw(
    `case ${plan}.standing when 'active' then 'active' when 'paused' then 'paused' when 'left' then 'unsubscribed' else 'suppressed' end`
  )

const suppressionOf = (plan: string) =>
  sql.raw(`case when ${plan}.standing not in ('active', 'paused', 'left') then ${plan}.standing end`)
