import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { findEdition } from './editions.queries.ts'
import { changeState, lockEdition } from './sending.queries.ts'

type EditionState = 'frozen' | 'sending' | 'paused' | 'sent' | 'cancelled'

export interface StateChange {
  editionId: number
  /** False where it was so before. */
  changed: boolean
}

/**
 * Puts the edition of a day into another state; workers let go of its mails at once. The same again
 * changes nothing. Run it in a transaction where more belongs to it: the edition's row is held.
 * Throws EDITION_UNKNOWN, and EDITION_STATE where its state does not allow it.
 */
export async function changeEditionState(
  db: Db,
  day: string,
  { to, from }: { to: EditionState; from: readonly EditionState[] }
): Promise<StateChange> {
  const edition = await findEdition(db, day)
  if (edition === undefined) throw new AppError('EDITION_UNKNOWN', `there is no edition of ${day}`)
  await lockEdition(db, edition.id)
  const changed = await changeState(db, edition.id, { to, from })
  if (changed) return { editionId: edition.id, changed }
  const now = await findEdition(db, day)
  if (now?.state === to) return { editionId: edition.id, changed: false }
  throw new AppError(
    'EDITION_STATE',
    `the edition of ${day} is ${now?.state}: it can be ${to} only from ${from.join(' or ')}`
  )
}
