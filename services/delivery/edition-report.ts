import { findEditionOf } from '../editions/find-edition.ts'
import type { Db } from '../platform/database.ts'
import { countClaimed, countDeliveries } from './deliveries.queries.ts'
import { hasPartition } from './partitions.queries.ts'

export interface EditionReport {
  day: string
  state: string
  revision: number
  frozenAt: Date
  dueAt: Date | null
  completedAt: Date | null
  /** How many deliveries there are to be. */
  expected: number
  /** False where they are older than RETENTION_DAYS: there is nothing to count any more. */
  kept: boolean
  /** How many there are in each state that occurs; `claimed` are those that a worker holds, some of them handed. */
  deliveries: Record<string, number>
}

/** Exact counts of one edition; undefined where the day has none. */
export async function editionReport({ db }: { db: Db }, day: string): Promise<EditionReport | undefined> {
  const edition = await findEditionOf({ db }, day)
  if (edition === undefined) return undefined
  const { state, revision, frozenAt, dueAt, completedAt, expected } = edition
  // Of one moment: a mail that is recorded in between is not counted twice, nor left out.
  const { counts, claimed } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => ({
      counts: await countDeliveries(trx, edition.id),
      claimed: await countClaimed(trx, edition.id)
    }))
  return {
    day,
    state,
    revision,
    frozenAt,
    dueAt,
    completedAt,
    expected,
    kept: expected === 0 || (await hasPartition(db, edition.id)),
    deliveries: claimed === 0 ? counts : { ...counts, planned: (counts.planned ?? 0) - claimed, claimed }
  }
}
