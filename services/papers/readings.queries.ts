import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** Room for what a source answered; a whole page of HTML would fill the log. */
const longestReason = 500

export interface NewReading {
  source: string
  day: string
  startedAt: Date
  finishedAt: Date
  outcome: 'read' | 'not_open' | 'failed'
  complete?: boolean
  items?: number
  added?: number
  refused?: Record<string, number>
  reason?: string | undefined
}

export async function insertReading(db: Db, reading: NewReading): Promise<void> {
  const { complete = false, items = 0, added = 0, refused = {} } = reading
  await db
    .insertInto('source_readings')
    .values({
      source: reading.source,
      feed_day: reading.day,
      started_at: reading.startedAt,
      finished_at: reading.finishedAt,
      outcome: reading.outcome,
      complete,
      items,
      added,
      refused: JSON.stringify(refused),
      // PostgreSQL stores no NUL, and whatever an answer holds must not keep its failure from being told.
      reason: reading.reason?.replaceAll('\0', '').slice(0, longestReason) ?? null
    })
    .execute()
}

/** What the readings of one day by one source add up to. */
export interface DayRow {
  day: string
  lastAt: Date | null
  lastOutcome: NewReading['outcome'] | null
  lastReason: string | null
  /** The newest that could be read. */
  readAt: Date | null
  readAdded: number | null
  /** The newest that was read to its last page. */
  wholeAt: Date | null
  /** The first that began after the day had closed and was read to its last page. */
  closedAt: Date | null
  /** The newest after closing that added something. */
  grownAt: Date | null
  /** When the newest that was read to its last page began. */
  checkedAt: Date | null
}

/** The same for several days; `closes` is when each closed or will. */
export async function findDays(
  db: Db,
  source: string,
  days: readonly { day: string; closes: Date }[]
): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`
    select d.day, last.finished_at as "lastAt", last.outcome as "lastOutcome", last.reason as "lastReason",
      good.finished_at as "readAt", good.added as "readAdded", whole.finished_at as "wholeAt",
      closed.finished_at as "closedAt", grown.finished_at as "grownAt", whole.started_at as "checkedAt"
    from unnest(${days.map(({ day }) => day)}::date[], ${days.map(({ closes }) => closes)}::timestamptz[])
      as d (day, closes)
    left join lateral (
      select * from source_readings where source = ${source} and feed_day = d.day
      order by finished_at desc, id desc limit 1
    ) last on true
    left join lateral (
      select * from source_readings where source = ${source} and feed_day = d.day and outcome = 'read'
      order by finished_at desc, id desc limit 1
    ) good on true
    left join lateral (
      select * from source_readings where source = ${source} and feed_day = d.day and outcome = 'read' and complete
      order by finished_at desc, id desc limit 1
    ) whole on true
    left join lateral (
      select min(finished_at) as finished_at from source_readings
      where source = ${source} and feed_day = d.day and outcome = 'read' and complete and started_at >= d.closes
    ) closed on true
    left join lateral (
      select max(finished_at) as finished_at from source_readings
      where source = ${source} and feed_day = d.day and added > 0 and started_at >= d.closes
    ) grown on true
    order by d.day`.execute(db)
  return rows
}

/** The newest try of each source, whatever its day, and when it could be read last. */
export async function findNewest(db: Db, sources: readonly string[]) {
  const { rows } = await sql<{ source: string; readAt: Date | null; outcome: string | null; reason: string | null }>`
    select s.source, good.finished_at as "readAt", last.outcome, last.reason
    from unnest(${sources}::text[]) with ordinality as s (source, place)
    left join lateral (
      select outcome, reason from source_readings where source = s.source order by id desc limit 1
    ) last on true
    left join lateral (
      select finished_at from source_readings where source = s.source and outcome = 'read' order by id desc limit 1
    ) good on true
    order by s.place`.execute(db)
  return rows
}

/** Whether any paper came on a list after an instant. */
export async function anyListedAfter(db: Db, instant: Date): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from paper_listings where first_seen_at > ${instant}) as any`.execute(db)
  return rows[0]?.any === true
}

/** Figures of the readings since `since`: how they ended, what was left out, and when each source could be read last. */
export async function countReadings(db: Db, since: Date) {
  const outcomes = await sql<{ source: string; outcome: string; count: number }>`
    select source, outcome, count(*) as count from source_readings
    where finished_at >= ${since} group by source, outcome`.execute(db)
  const refused = await sql<{ source: string; reason: string; count: number }>`
    select source, r.key as reason, sum(r.value::bigint)::bigint as count
    from source_readings, jsonb_each_text(refused) r
    where finished_at >= ${since} group by source, r.key`.execute(db)
  const newest = await sql<{ source: string; at: Date }>`
    select source, max(finished_at) as at from source_readings where outcome = 'read' group by source`.execute(db)
  return { outcomes: outcomes.rows, refused: refused.rows, newest: newest.rows }
}
