import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { LimiterTime } from './limiter-time.ts'

/** What is asked of a bucket: the microseconds that its slots take up together. */
export interface AskedSlots {
  bucket: string
  spanUs: number
}

/** The slots are the last `spanUs` before `endsUs`; both times in microseconds since the epoch by PostgreSQL's clock. */
export interface GrantedSlots {
  bucket: string
  endsUs: number
  nowUs: number
}

/**
 * A row whose next slot lies further ahead was written before PostgreSQL's clock was set back: workers
 * that queue for slots are seconds ahead, not minutes.
 */
const furthestAhead = sql`interval '10 minutes'`

/** Reserves the next slots of some buckets, in one order whoever asks, so that no two wait for each other. */
export async function takeSlots(db: Db, time: LimiterTime, asked: readonly AskedSlots[]): Promise<GrantedSlots[]> {
  const sorted = asked.toSorted((a, b) => (a.bucket < b.bucket ? -1 : 1))
  const now = time.databaseNow()
  const { rows } = await sql<GrantedSlots>`
    insert into rate_slots as b (bucket, next_at)
    select bucket, ${now} + span * interval '1 microsecond'
    from unnest(${sorted.map(({ bucket }) => bucket)}::text[], ${sorted.map(({ spanUs }) => spanUs)}::bigint[])
      with ordinality as asked (bucket, span, place)
    order by place
    on conflict (bucket) do update set next_at = excluded.next_at - ${now}
      + case when b.next_at between ${now} and ${now} + ${furthestAhead} then b.next_at else ${now} end
    returning bucket, (extract(epoch from next_at) * 1000000)::bigint as "endsUs", (extract(epoch from ${now}) * 1000000)::bigint as "nowUs"`.execute(
    db
  )
  return rows
}

/** Gives back the end of a grant after which nobody was granted any. */
export async function returnSlots(
  db: Db,
  { bucket, endsUs, unusedUs }: { bucket: string; endsUs: number; unusedUs: number }
): Promise<void> {
  await sql`
    update rate_slots set next_at = next_at - ${unusedUs}::bigint * interval '1 microsecond'
    where bucket = ${bucket} and next_at = timestamptz 'epoch' + ${endsUs}::bigint * interval '1 microsecond'`.execute(
    db
  )
}
