import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Mark } from './budgets.ts'

/**
 * Whoever spends waits for the others to have written down what they spent: across processes, and
 * without anything but PostgreSQL. To the end of the transaction.
 */
export async function lockBudgets(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('daily-papers/budgets', 0))`.execute(trx)
}

/** When each bucket was spent from, as far as it still counts, in milliseconds. */
export async function listSpent(db: Db, buckets: string[], now: Date): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ bucket: string; times: number[] }>`
    select encode(bucket, 'hex') as bucket, array_agg((extract(epoch from spent_at) * 1000)::float8) as times
    from budget_marks
    where bucket in (select decode(name, 'hex') from unnest(${buckets}::text[]) name) and ends_at > ${now}
    group by bucket`.execute(db)
  return new Map(rows.map(({ bucket, times }) => [bucket, times]))
}

export async function insertMarks(trx: Db, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return
  await sql`
    insert into budget_marks (bucket, spent_at, ends_at)
    select decode(bucket, 'hex'), spent_at, ends_at
    from unnest(${marks.map(({ bucket }) => bucket)}::text[], ${marks.map(({ spentAt }) => spentAt)}::timestamptz[],
      ${marks.map(({ endsAt }) => endsAt)}::timestamptz[]) as v (bucket, spent_at, ends_at)`.execute(trx)
}

export async function deleteEndedMarks(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('budget_marks').where('ends_at', '<=', now).execute()
  await db.deleteFrom('code_tries').where('ends_at', '<=', now).execute()
  await db.deleteFrom('used_proofs').where('ends_at', '<=', now).execute()
}
