import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'
import { deliveriesOf } from '../partitions.queries.ts'
import { type Range, rangeSize } from './claim-range.queries.ts'

/** A claimed delivery, its reader and what decides whether it may go. */
export interface Member {
  subscriberId: number
  state: string
  revision: number
  selection: string | null
  tries: number
  datedAt: Date
  expiresAt: Date
  address: string | null
  /** The reader is active. */
  mailable: boolean
}

// Not a join: without it the planner may hash all subscribers for five hundred of them.
const members = sql`
  m.subscriber_id as "subscriberId", m.state, m.revision, encode(m.selection, 'hex') as selection, m.tries,
  m.dated_at as "datedAt", m.expires_at as "expiresAt", s.address, coalesce(s.state = 'active', false) as mailable`
const eachReader = sql`left join lateral (select address, state from subscribers where id = m.subscriber_id offset 0) s on true`

/** Where many of the ids in between are in the range: 1,700 pages read for 20,000 readers, where single looks read 61,000. */
const readersBetween = (firstId: number, lastId: number) => sql`
  left join (select id, address, state from subscribers where id between ${firstId} and ${lastId}) s on s.id = m.subscriber_id`

export async function readRange(db: Db, { editionId, dueAt, firstId, lastId }: Range): Promise<Member[]> {
  const isDense = lastId - firstId < 4 * rangeSize
  const { rows } = await sql<Member>`${prepared}
    with m as materialized (
      select * from ${sql.table(deliveriesOf(editionId))} d
      where d.subscriber_id between ${firstId} and ${lastId}
        and d.due_at = ${dueAt} and d.state = 'planned' and not exists (
          select from single_deliveries x where x.edition_id = ${editionId} and x.subscriber_id = d.subscriber_id)
    ) select ${members} from m ${isDense ? readersBetween(firstId, lastId) : eachReader}`.execute(db)
  return rows
}

export async function readSingles(db: Db, editionId: number, subscriberIds: number[]): Promise<Member[]> {
  const { rows } = await sql<Member>`
    with m as materialized (
      select * from deliveries d where d.edition_id = ${editionId} and d.subscriber_id = any(${subscriberIds}::bigint[])
    ) select ${members} from m ${eachReader}`.execute(db)
  return rows
}

/** Those of these readers whose delivery of a newer edition is due. */
export async function findSuperseded(
  db: Db,
  { editionId, subscriberIds, now }: { editionId: number; subscriberIds: number[]; now: Date }
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select n.subscriber_id as id from deliveries n
    where n.edition_id = ${editionId} and n.subscriber_id = any(${subscriberIds}::bigint[]) and n.due_at <= ${now}`.execute(
    db
  )
  return rows.map(({ id }) => id)
}

export async function findEditionState(db: Db, editionId: number) {
  return db
    .selectFrom('editions')
    .select(['state', 'superseded_by as supersededBy'])
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow()
}

/** Ends deliveries that are not to be sent: withdrawn, expired or cancelled. Only those still to be sent. */
export async function settleUnsent(
  db: Db,
  editionId: number,
  settled: { subscriberId: number; state: 'withdrawn' | 'expired' | 'cancelled' }[],
  now: Date
): Promise<void> {
  await sql`
    update deliveries t set state = v.state, settled_at = ${now}::timestamptz
    from unnest(${settled.map((one) => one.subscriberId)}::bigint[], ${settled.map((one) => one.state)}::text[]) as v (id, state)
    where t.edition_id = ${editionId} and t.subscriber_id = v.id and t.state in ('planned', 'deferred', 'in_doubt')`.execute(
    db
  )
}

/** What singles are sent as: the current revision, or for one that was ever in doubt, the same as then. */
export async function pinRevision(db: Db, editionId: number, subscriberIds: number[]): Promise<void> {
  await sql`
    update deliveries t set revision = e.revision from editions e
    where e.id = ${editionId} and t.edition_id = ${editionId} and t.subscriber_id = any(${subscriberIds}::bigint[])
      and t.doubts = 0 and t.revision <> e.revision and t.state in ('planned', 'deferred')`.execute(db)
}
