import type { Db } from '../platform/database.ts'
import { findEdition, findEditionById } from './editions.queries.ts'

export interface Edition {
  id: number
  revision: number
  state: string
  frozenAt: Date
  dueAt: Date | null
  completedAt: Date | null
  expected: number
}

/** The edition of a feed day; null is the sample. */
export async function findEditionOf({ db }: { db: Db }, day: string | null): Promise<Edition | undefined> {
  const row = await findEdition(db, day)
  return (
    row && {
      id: row.id,
      revision: row.revision,
      state: row.state,
      frozenAt: row.frozen_at,
      dueAt: row.due_at,
      completedAt: row.completed_at,
      expected: row.expected
    }
  )
}

/** The feed day of an edition; undefined for the sample, which has none. */
export async function findDayOf({ db }: { db: Db }, editionId: number): Promise<string | undefined> {
  return (await findEditionById(db, editionId))?.feed_day ?? undefined
}
