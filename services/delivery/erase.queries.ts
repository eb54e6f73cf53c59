import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * Waits for whoever is planning an edition, and keeps others from it until this transaction ends: they
 * pass over an edition that is locked. So nobody plans by what subscribers were before it.
 */
export async function holdPlanning(trx: Db): Promise<void> {
  await sql`select from editions where state = 'frozen' for share`.execute(trx)
}

/**
 * Gives each delivery of a reader, with its attempts, a number that names nobody: another one in each
 * edition, so that they cannot be laid side by side. What was not final is withdrawn. What a relay
 * wrote may name its reader, and its own id leads to the relay's log. Returns how many.
 */
export async function unlinkDeliveries(trx: Db, subscriberId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with links as materialized (
      select edition_id, nextval('forgotten_readers') as nobody from deliveries where subscriber_id = ${subscriberId}
    ), unlinked as (
      update deliveries d set
        subscriber_id = links.nobody,
        state = case when d.state in ('planned', 'deferred', 'in_doubt') then 'withdrawn' else d.state end,
        settled_at = case when d.state in ('planned', 'deferred', 'in_doubt') then now() else d.settled_at end
      from links where d.edition_id = links.edition_id and d.subscriber_id = ${subscriberId}
      returning 1
    ), attempted as (
      update attempts a set subscriber_id = links.nobody, reply = null, relay_id = null
      from links where a.edition_id = links.edition_id and a.subscriber_id = ${subscriberId}
    ), claimed as (
      delete from single_deliveries where subscriber_id = ${subscriberId}
    )
    select count(*) as count from unlinked`.execute(trx)
  return rows[0]?.count ?? 0
}

export async function deleteNoticesOf(trx: Db, subscriberId: number): Promise<void> {
  await trx.deleteFrom('notices').where('subscriber_id', '=', subscriberId).execute()
}
