import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'
import { deliveriesOf } from '../partitions.queries.ts'
import type { Wave } from './due-deliveries.queries.ts'
import type { Claimed, EditionStanding, Member } from './members.queries.ts'

/** Mails of a wave that are leased together. */
const rangeSize = 500

interface Claim {
  lease: number
  leaseMs: number
}

/** Members as they come from PostgreSQL: a row for those of the same dates takes it half as long as one for each. */
interface Together {
  revision: number
  datedAt: Date
  expiresAt: Date
  ids: number[] | null
  selections: (string | null)[]
  tries: number[]
}

const together = sql`
  m.dated_at as "datedAt", m.expires_at as "expiresAt", to_json(array_agg(m.subscriber_id)) as ids,
  to_json(array_agg(encode(m.selection, 'hex'))) as selections, to_json(array_agg(m.tries)) as tries`

/** In the order of the table, so that what is recorded of them together lies together. */
function membersOf(rows: Together[]): Member[] {
  const members = rows.flatMap(({ revision, datedAt, expiresAt, ids, selections, tries }) =>
    (ids ?? []).map((subscriberId, at) => {
      const selection = selections[at] ?? null
      return { subscriberId, revision, datedAt, expiresAt, selection, tries: tries[at] ?? 0 }
    })
  )
  return members.toSorted((one, other) => one.subscriberId - other.subscriberId)
}

/** What waits for a time of its own is no longer its range's. */
const notSingle = (editionId: number) => sql`not exists (
  select from single_deliveries x where x.edition_id = ${editionId} and x.subscriber_id = m.subscriber_id)`

interface Range extends EditionStanding {
  editionId: number
  revision: number
  dueAt: Date
  firstId: number
  lastId: number
}

/** Leases a range that somebody gave back. */
export async function claimFreeRange(db: Db, { lease, leaseMs }: Claim): Promise<Range | undefined> {
  const { rows } = await sql<Range>`${prepared}
    update leases set id = ${lease}, revision = free.revision, until = now() + ${leaseMs} * interval '1 millisecond'
    from (
      select l.id as freed, e.revision, e.superseded_by, e.state = 'cancelled' as cancelled
      from leases l join editions e on e.id = l.edition_id
      where l.until is null and e.state <> 'paused' order by l.due_at limit 1 for update of l skip locked
    ) free where leases.id = free.freed
    returning edition_id as "editionId", leases.revision, due_at as "dueAt", first_id as "firstId", last_id as "lastId",
      free.superseded_by as "supersededBy", free.cancelled`.execute(db)
  return rows[0]
}

/** What is left of a range that was given back. */
export async function readRange(db: Db, { editionId, revision, dueAt, firstId, lastId }: Range): Promise<Member[]> {
  const { rows } = await sql<Together>`${prepared}
    select ${revision}::integer as revision, ${together} from ${sql.table(deliveriesOf(editionId))} m
    where m.subscriber_id between ${firstId} and ${lastId} and m.due_at = ${dueAt} and m.state = 'planned'
      and ${notSingle(editionId)}
    group by dated_at, expires_at`.execute(db)
  return membersOf(rows)
}

/**
 * Leases the next range of a wave and reads it: one statement. Who comes at the same time waits for it and gets
 * the range after. Undefined where the wave is used up, which is then removed.
 */
export async function cutRange(
  db: Db,
  { editionId, dueAt }: Wave,
  { lease, leaseMs }: Claim
): Promise<Claimed | undefined> {
  const { rows } = await sql<Together & { supersededBy: number | null }>`${prepared}
    with wave as materialized (
      select w.after_id, e.revision, e.superseded_by from waves w join editions e on e.id = w.edition_id
      where w.edition_id = ${editionId} and w.due_at = ${dueAt} and e.state = 'sending' for update of w
    ), planned as materialized (
      select d.subscriber_id, d.selection, d.tries, d.dated_at, d.expires_at
      from ${sql.table(deliveriesOf(editionId))} d
      where d.subscriber_id > (select after_id from wave)
        and d.due_at = ${dueAt} and d.state = 'planned'
      order by d.subscriber_id limit ${rangeSize}
    ), cut as materialized (
      select min(subscriber_id) as first_id, max(subscriber_id) as last_id from planned
    ), moved as (
      update waves set after_id = cut.last_id from cut
      where edition_id = ${editionId} and due_at = ${dueAt} and cut.last_id is not null
    ), used_up as (
      delete from waves using wave, cut
      where edition_id = ${editionId} and due_at = ${dueAt} and cut.last_id is null
    ), leased as (
      insert into leases (id, ledger, edition_id, revision, due_at, first_id, last_id, until)
      select ${lease}, 'deliveries', ${editionId}, wave.revision, ${dueAt}, first_id, last_id,
        now() + ${leaseMs} * interval '1 millisecond'
      from wave, cut where last_id is not null
      returning revision
    )
    select leased.revision, wave.superseded_by as "supersededBy", m.*
    from leased cross join wave left join (
      select ${together} from planned m where ${notSingle(editionId)} group by dated_at, expires_at
    ) m on true`.execute(db)
  // A cancelled edition has no waves.
  return rows[0] && { editionId, supersededBy: rows[0].supersededBy, cancelled: false, members: membersOf(rows) }
}
