import type { Db } from '../platform/database.ts'
import type { EarlierPlace } from './concerned-readers.ts'
import { findPlaces, type SlotPaper } from './extras.queries.ts'

/** Where the papers in slots of an edition stood in other editions, as far as it decides who gets them. */
export async function earlierPlaces(
  db: Db,
  slots: readonly SlotPaper[],
  editionId: number | undefined
): Promise<EarlierPlace[]> {
  if (slots.length === 0) return []
  const places = (await findPlaces(db, [...new Set(slots.map(({ paperId }) => paperId))])).filter(
    (place) => place.editionId !== editionId
  )
  return slots.flatMap((slot) =>
    places.flatMap((place) => {
      const what = place.paperId === slot.paperId ? bearing(slot, place) : undefined
      return what === undefined ? [] : [{ ...place, slot: slot.slot, what }]
    })
  )
}

function bearing(
  { kind, ofEditionId }: SlotPaper,
  place: { kind: string; editionId: number }
): EarlierPlace['what'] | undefined {
  if (kind === 'late_riser') return place.kind === 'correction' ? undefined : 'had'
  if (place.kind === 'correction') return 'corrected'
  return place.editionId === ofEditionId ? 'sent' : undefined
}
