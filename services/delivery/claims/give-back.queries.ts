import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Ledger, MailKey } from '../ledger.ts'

/**
 * Gives back mails of a lease that goes on with others, for anybody to claim by themselves: those of a range wait
 * in it no longer. Nothing where somebody has ended the lease, and given back all that was left of it. Safe to repeat.
 */
export async function giveBack(
  db: Db,
  { id, ledger }: { id: number; ledger: Ledger },
  mails: readonly MailKey[]
): Promise<void> {
  const keys = mails.map(({ key }) => key)
  const held = sql`held as materialized (
    select id, edition_id, due_at from leases where id = ${id} and until is not null for share)`
  if (ledger === 'notices') {
    await sql`
      with ${held}
      update notices set lease = null from held where lease = held.id and notices.id = any(${keys}::bigint[])`.execute(
      db
    )
    return
  }
  await sql`
    with ${held}, mails as materialized (
      select * from unnest(${keys}::integer[], ${mails.map(({ subscriberId }) => subscriberId)}::bigint[]) as m (edition, reader)
    ), freed as (
      update single_deliveries s set lease = null from held, mails
      where s.lease = held.id and s.edition_id = mails.edition and s.subscriber_id = mails.reader
    )
    insert into single_deliveries (edition_id, subscriber_id, due_at)
    select d.edition_id, d.subscriber_id, d.due_at
    from held join mails on mails.edition = held.edition_id
    -- Who was erased meanwhile has none.
    join deliveries d on d.edition_id = held.edition_id and d.subscriber_id = mails.reader and d.state = 'planned'
    on conflict do nothing`.execute(db)
}
