import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { prepared } from '../../platform/prepared-statements.ts'

/** Deliveries of one edition that fall due together. */
export interface Wave {
  editionId: number
  dueAt: Date
}

/** What a claim may find, and the number of the lease to claim it under: its journal is there before it has a mail. */
export interface DueDeliveries {
  lease: number
  singles: boolean
  freeRanges: boolean
  wave: Wave | undefined
}

const dueWave = (now: Date) => sql`
  select w.edition_id as "editionId", w.due_at as "dueAt" from waves w join editions e on e.id = w.edition_id
  where w.due_at <= ${now} and e.state = 'sending' order by w.due_at, w.edition_id limit 1`

/**
 * Looks once for all that can be claimed, so that most claims are one statement more and not four.
 * Undefined where nothing is due. What is found here another worker may be claiming now.
 */
export async function findDueDeliveries(db: Db, now: Date): Promise<DueDeliveries | undefined> {
  const { rows } = await sql<{
    lease: number
    singles: boolean
    freeRanges: boolean
    editionId: number | null
    dueAt: Date | null
  }>`${prepared}
    select nextval('lease_numbers') as lease, due.singles, due."freeRanges", wave.*
    from (
      select exists (
          select from single_deliveries d join editions e on e.id = d.edition_id
          where d.lease is null and d.due_at <= ${now} and e.state <> 'paused') as singles,
        exists (
          select from leases l join editions e on e.id = l.edition_id
          where l.until is null and e.state <> 'paused') as "freeRanges"
    ) due left join (${dueWave(now)}) wave on true
    where due.singles or due."freeRanges" or wave."dueAt" is not null`.execute(db)
  const [found] = rows
  if (found === undefined) return undefined
  const { editionId, dueAt, ...due } = found
  return { ...due, wave: editionId === null || dueAt === null ? undefined : { editionId, dueAt } }
}

/** The wave that is due first. */
export async function findDueWave(db: Db, now: Date): Promise<Wave | undefined> {
  const { rows } = await sql<Wave>`${prepared} ${dueWave(now)}`.execute(db)
  return rows[0]
}
