import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { type ClaimedMail, columns, type Ledger } from './ledger.ts'

/**
 * Claims up to `limit` mails that are due: one statement, skipping what others hold. Who
 * left since the planning is withdrawn here, what came too late expires here. A mail that
 * was never in doubt takes its edition's current revision; one in doubt keeps its bytes.
 * Leases run by PostgreSQL's clock, so that a machine with a wrong one steals nothing.
 */
export async function claim(
  db: Db,
  ledger: Ledger,
  { limit, leaseMs, now }: { limit: number; leaseMs: number; now: Date }
) {
  const { table, key, keyName } = columns(ledger)
  const setRevision =
    ledger.table === 'deliveries'
      ? sql`revision = case when t.doubts > 0 then t.revision else (select e.revision from editions e where e.id = t.edition_id) end,`
      : sql``
  const { reader, mailable, details, curatorEmail } = ledger
  const { rows } = await sql<Omit<ClaimedMail, 'address'> & { address: string | null; state: string }>`
    with owed as (
      select ${keyName}, ${reader} as reader from ${table} t
      where state in ('planned', 'deferred', 'in_doubt') and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked
    ), leased as (select nextval('leases') as lease)
    update ${table} t set
      ${setRevision}
      state = case when (${mailable}) is not true then 'withdrawn' when t.expires_at <= ${now} then 'expired' else 'claimed' end,
      settled_at = case when (${mailable}) is not true or t.expires_at <= ${now} then ${now}::timestamptz end,
      lease = leased.lease,
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from leased, owed left join subscribers s on s.id = owed.reader
    where ${key} = owed.${keyName} and ${reader} = owed.reader
    returning t.state, ${key} as key, ${reader} as "subscriberId", s.address, t.lease, t.tries,
      t.dated_at as "datedAt", t.expires_at as "expiresAt", ${details} as details`.execute(db)
  const claimed = rows.flatMap(({ state, ...mail }): ClaimedMail[] => {
    const address = mail.subscriberId === 0 ? curatorEmail : (mail.address ?? undefined)
    return state === 'claimed' && address !== undefined ? [{ ...mail, address }] : []
  })
  return { looked: rows.length, claimed }
}

/** Whether a mail is due now. */
export async function isOwed(db: Db, ledger: Ledger, now: Date): Promise<boolean> {
  const { table } = columns(ledger)
  const { rows } = await sql<{ owed: boolean }>`
    select exists (select 1 from ${table} where state in ('planned', 'deferred', 'in_doubt') and due_at <= ${now}) as owed`.execute(
    db
  )
  return rows[0]?.owed ?? false
}
