import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Grants up to `chunk` more mails of a day to each of some domains; those not returned have had their ceiling. */
export async function takeRamp(
  db: Db,
  { day, domains, chunk, ceiling }: { day: string; domains: readonly string[]; chunk: number; ceiling: number }
): Promise<{ domain: string; count: number }[]> {
  const next = sql`least(r.granted + excluded.granted, ${ceiling}::integer)`
  const { rows } = await sql<{ domain: string; count: number }>`
    insert into ramp_days as r (day, domain, granted, last_grant)
    select ${day}::date, domain, first, first
    from unnest(${domains}::text[]) as asked (domain), (select least(${chunk}::integer, ${ceiling}::integer) as first) f
    order by domain
    on conflict (day, domain) do update set granted = ${next}, last_grant = ${next} - r.granted
    where r.granted < ${ceiling}::integer
    returning domain, last_grant as count`.execute(db)
  return rows
}

/** Gives back what was granted and not sent. */
export async function returnRamp(db: Db, day: string, unused: ReadonlyMap<string, number>): Promise<void> {
  await sql`
    update ramp_days r set granted = greatest(0, r.granted - u.count)
    from (select * from unnest(${[...unused.keys()]}::text[], ${[...unused.values()]}::integer[]) as u (domain, count)
      order by domain) u
    where r.day = ${day}::date and r.domain = u.domain`.execute(db)
}

export async function forgetRampBefore(db: Db, day: string): Promise<void> {
  await sql`delete from ramp_days where day < ${day}::date`.execute(db)
}
