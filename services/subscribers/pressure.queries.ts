import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export type PressureReason = 'volume' | 'share'

/** How many confirmations were asked for in a time, and how many of these were given. */
export async function countConfirmations(
  db: Db,
  { from, to }: { from: Date; to: Date }
): Promise<{ asked: number; confirmed: number }> {
  const { rows } = await sql<{ asked: number; confirmed: number }>`
    select count(*) as asked, count(confirmed_at) as confirmed
    from confirmation_requests where requested_at > ${from} and requested_at <= ${to}`.execute(db)
  return rows[0] ?? { asked: 0, confirmed: 0 }
}

/** Begins a time of pressure, or makes the one that lasts longer. */
export async function extendPressure(db: Db, why: PressureReason, now: Date, until: Date): Promise<void> {
  await sql`
    insert into sign_up_pressure as p (why, since, until) values (${why}, ${now}, ${until})
    on conflict (why) do update
    set since = case when p.until > ${now} then p.since else ${now} end, until = greatest(p.until, ${until})`.execute(
    db
  )
}

export async function listPressure(db: Db, now: Date): Promise<{ why: PressureReason; since: Date; until: Date }[]> {
  const { rows } = await sql<{ why: PressureReason; since: Date; until: Date }>`
    select why, since, until from sign_up_pressure where until > ${now} order by why`.execute(db)
  return rows
}
