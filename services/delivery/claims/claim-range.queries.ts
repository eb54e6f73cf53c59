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

/** Members as they come from PostgreSQL: a row for those who are alike, as nearly all are, takes it half as long as one for each. */
interface Alike extends Omit<Member, 'subscriberId'> {
  /** null where the range has no member. */
  ids: number[] | null
}

const alike = sql`m.selection, m.tries, m.dated_at, m.expires_at`

const columns = sql`
  encode(m.selection, 'hex') as selection, m.tries, m.dated_at as "datedAt", m.expires_at as "expiresAt",
  to_json(array_agg(m.subscriber_id)) as ids`

/** In the order of the table, so that what is recorded of them together lies together. */
function membersOf(rows: Alike[]): Member[] {
  const members = rows.flatMap(({ ids, revision, selection, tries, datedAt, expiresAt }) =>
    (ids ?? []).map((subscriberId) => ({ subscriberId, revision, selection, tries, datedAt, expiresAt }))
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

/** Leases a range that somebody gave back. Not one of an edition that is being revised: see cutRange(). */
export async function claimFreeRange(db: Db, { lease, leaseMs }: Claim): Promise<Range | undefined> {
  const { rows } = await sql<Range>`${prepared}
    update leases set id = ${lease}, revision = free.revision, until = now() + ${leaseMs} * interval '1 millisecond'
    from (
      select l.id as freed, e.revision, e.superseded_by, e.state = 'cancelled' as cancelled
      from leases l join editions e on e.id = l.edition_id
      where l.until is null and e.state <> 'paused' order by l.due_at limit 1
      for share of e skip locked for update of l skip locked
    ) free where leases.id = free.freed
    returning edition_id as "editionId", leases.revision, due_at as "dueAt", first_id as "firstId", last_id as "lastId",
      free.superseded_by as "supersededBy", free.cancelled`.execute(db)
  return rows[0]
}

/** What is left of a range that was given back. */
export async function readRange(db: Db, { editionId, revision, dueAt, firstId, lastId }: Range): Promise<Member[]> {
  const { rows } = await sql<Alike>`${prepared}
    select ${revision}::integer as revision, ${columns} from ${sql.table(deliveriesOf(editionId))} m
    where m.subscriber_id between ${firstId} and ${lastId} and m.due_at = ${dueAt} and m.state = 'planned'
      and ${notSingle(editionId)}
    group by ${alike}`.execute(db)
  return membersOf(rows)
}

/**
 * Leases the next range of a wave and reads it: one statement. Who comes at the same time waits for it and gets
 * the range after. It waits for a revision, too, and then finds nothing, because it began by looking at what was there
 * before: else it would send the older selections, and the rows would say the newer ones. Undefined also where the wave
 * is used up, which is then removed.
 */
export async function cutRange(
  db: Db,
  { editionId, dueAt }: Wave,
  { lease, leaseMs }: Claim
): Promise<Claimed | undefined> {
  const { rows } = await sql<Alike & { supersededBy: number | null }>`${prepared}
    with edition as materialized (
      select revision, superseded_by from editions where id = ${editionId} and state = 'sending' for share
    ), wave as materialized (
      select w.after_id, edition.revision, edition.superseded_by from edition, waves w
      where w.edition_id = ${editionId} and w.due_at = ${dueAt}
        -- The one is as it is now, the other as it was when the statement began.
        and edition.revision = (select revision from editions where id = ${editionId})
      for update of w
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
      select ${columns} from planned m where ${notSingle(editionId)} group by ${alike}
    ) m on true`.execute(db)
  // A cancelled edition has no waves.
  return rows[0] && { editionId, supersededBy: rows[0].supersededBy, cancelled: false, members: membersOf(rows) }
}
