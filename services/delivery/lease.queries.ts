import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { columns, type Ledger } from './ledger.ts'

/** Owns a lease for longer; returns how many mails it still covers. */
export async function renewLease(db: Db, ledger: Ledger, lease: number, leaseMs: number): Promise<number> {
  const { table } = columns(ledger)
  const { numAffectedRows } = await sql`
    update ${table} set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where lease = ${lease} and state in ('claimed', 'handed') and lease_until > now()`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Gives back what was claimed and not handed. */
export async function release(db: Db, ledger: Ledger, leases: number[]): Promise<void> {
  const { table } = columns(ledger)
  await sql`
    update ${table} set state = 'planned', lease = null, lease_until = null
    where lease = any(${leases}::bigint[]) and state = 'claimed'`.execute(db)
}

/**
 * Takes up what a dead worker left: a mail not yet handed is planned again, one that was
 * handed may have been accepted and is in doubt. Returns how many of each.
 */
export async function endLeases(
  db: Db,
  ledger: Ledger,
  { inDoubtAfterMs, now }: { inDoubtAfterMs: number; now: Date }
) {
  const { table } = columns(ledger)
  const { rows } = await sql<{ planned: number; in_doubt: number }>`
    with ended as (
      update ${table} set
        state = case when state = 'claimed' then 'planned' else 'in_doubt' end,
        doubts = doubts + (state = 'handed')::int,
        due_at = case when state = 'claimed' then due_at else ${new Date(now.getTime() + inDoubtAfterMs)}::timestamptz end,
        reply = case when state = 'claimed' then reply else 'the worker ended before the relay''s answer was recorded' end,
        lease = null, lease_until = null
      where state in ('claimed', 'handed') and lease_until <= now()
      returning state
    )
    select count(*) filter (where state = 'planned') as planned, count(*) filter (where state = 'in_doubt') as in_doubt from ended`.execute(
    db
  )
  return { planned: rows[0]?.planned ?? 0, inDoubt: rows[0]?.in_doubt ?? 0 }
}
