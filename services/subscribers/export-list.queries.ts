import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export interface ListedSubscriber {
  id: number
  address: string
  state: string
  suppression: string | null
  createdAt: Date
  stateChangedAt: Date
  /** Of the consent that was confirmed last. */
  confirmedAt: Date | null
  source: string | null
  consent: string | null
}

/** Subscribers that are not erased, after the number `after`, in the order of their numbers. */
export async function listSubscribers(db: Db, { after, limit }: { after: number; limit: number }) {
  const { rows } = await sql<ListedSubscriber>`
    select s.id, s.address, s.state, s.suppression, s.created_at as "createdAt", s.state_changed_at as "stateChangedAt",
      c.confirmed_at as "confirmedAt", c.source, c.statement as consent
    from subscribers s left join lateral (
      select * from consents c where c.subscriber_id = s.id and c.confirmed_at is not null
      order by c.confirmed_at desc limit 1
    ) c on true
    where s.id > ${after} and s.address is not null
    order by s.id limit ${limit}`.execute(db)
  return rows
}
