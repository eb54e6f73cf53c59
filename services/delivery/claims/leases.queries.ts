import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'

/** A number for a lease: taken before the claim, so that its journal exists before it has a mail. */
export async function nextLease(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`${prepared} select nextval('lease_numbers') as id`.execute(db)
  return rows[0]?.id ?? 0
}

/** Owns leases for longer; returns those that are still owned. By PostgreSQL's clock, so that a machine with a wrong one steals nothing. */
export async function renewLeases(db: Db, leases: number[], leaseMs: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update leases set until = now() + ${leaseMs} * interval '1 millisecond'
    where id = any(${leases}::bigint[]) and until > now() returning id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Leases that ended without their holder's closing them. */
export async function findEndedLeases(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from leases where until <= now() order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Whether somebody holds the lease, or it ran out without being closed; none where it is not begun, closed or given back. */
export async function leaseState(db: Db, lease: number): Promise<'held' | 'ended' | 'none'> {
  const { rows } = await sql<{ held: boolean }>`
    select until > now() as held from leases where id = ${lease} and until is not null`.execute(db)
  const [found] = rows
  if (found === undefined) return 'none'
  return found.held ? 'held' : 'ended'
}

/** Ends a lease of which every mail is recorded. */
export async function dropLease(db: Db, lease: number): Promise<void> {
  await sql`${prepared} delete from leases where id = ${lease}`.execute(db)
}
