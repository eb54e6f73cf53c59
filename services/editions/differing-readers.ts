import type { RawBuilder } from 'kysely'
import type { Db } from '../platform/database.ts'
import { concernedReaders } from './concerned-readers.ts'
import { earlierPlaces } from './earlier-places.ts'
import { findRevision } from './editions.queries.ts'
import { findSlots } from './extras.queries.ts'

/** Whose mail of an edition is other than usual, and what is usual. */
export interface DifferingReaders {
  selected: number
  /** Slots of the extras that everybody gets who does not differ. */
  usualSlots: number[]
  /** Statement of (subscriber_id, slot): the slots that are the other way round for a reader. */
  readers: RawBuilder<{ subscriber_id: number; slot: number }>
}

/**
 * Who differs in a revision's late risers and corrections, undefined where nobody can: two small
 * reads and a statement for the caller's own, however many readers there are. `welcomed` asks
 * for one reader who comes in between, whom no correction concerns.
 */
export async function differingReaders(
  db: Db,
  { editionId, revision }: { editionId: number; revision: number },
  welcomed?: number
): Promise<DifferingReaders | undefined> {
  const slots = await findSlots(db, editionId, revision)
  const asked = welcomed === undefined ? slots : slots.filter(({ kind }) => kind === 'late_riser')
  const places = await earlierPlaces(db, asked, editionId)
  if (places.length === 0) return undefined
  const frozen = await findRevision(db, editionId, revision)
  if (frozen === undefined) throw new Error(`edition ${editionId} has no revision ${revision}`)
  return {
    selected: frozen.selected,
    usualSlots: slots.filter(({ kind }) => kind === 'late_riser').map(({ slot }) => slot),
    readers: concernedReaders(places, welcomed)
  }
}
