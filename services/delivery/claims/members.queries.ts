import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'

/** A claimed delivery that is still to be sent. */
export interface Member {
  subscriberId: number
  /** What it is sent as. */
  revision: number
  selection: string | null
  tries: number
  datedAt: Date
  expiresAt: Date
}

/** Deliveries of one edition that one lease holds. */
export interface Claimed extends EditionStanding {
  editionId: number
  members: Member[]
}

/** What of an edition decides about its deliveries. */
export interface EditionStanding {
  cancelled: boolean
  /** The edition that was planned before this one had ended. */
  supersededBy: number | null
}

/** Those that are not final; with a time of their own their rows say what they are sent as. */
export async function readSingles(db: Db, editionId: number, subscriberIds: number[]): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select subscriber_id as "subscriberId", revision, encode(selection, 'hex') as selection, tries,
      dated_at as "datedAt", expires_at as "expiresAt"
    from deliveries where edition_id = ${editionId} and subscriber_id = any(${subscriberIds}::bigint[])
      and state in ('planned', 'deferred', 'in_doubt')`.execute(db)
  return rows
}

/**
 * Addresses of those of these readers who are active. Asked after the claim and not joined to it: who left while it
 * waited for its turn is seen, and the planner cannot hash all subscribers for five hundred of them.
 */
export async function findAddresses(db: Db, subscriberIds: number[]): Promise<Map<number, string>> {
  const [first, last] = [Math.min(...subscriberIds), Math.max(...subscriberIds)]
  // Where many of the ids in between are asked for: 1,700 pages read for 20,000 readers, where single looks read 61,000.
  const isDense = last - first < 4 * subscriberIds.length
  const { rows } = await sql<{ id: number; address: string }>`${prepared}
    select id, address from subscribers
    where ${isDense ? sql`id between ${first} and ${last}` : sql`id = any(${subscriberIds}::bigint[])`} and state = 'active'
  `.execute(db)
  return new Map(rows.map(({ id, address }) => [id, address]))
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

export async function findEditionStanding(db: Db, editionId: number): Promise<EditionStanding> {
  const { state, supersededBy } = await db
    .selectFrom('editions')
    .select(['state', 'superseded_by as supersededBy'])
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow()
  return { cancelled: state === 'cancelled', supersededBy }
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
