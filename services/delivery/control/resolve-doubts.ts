import { findEditionOf } from '../../editions/find-edition.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { acceptDoubts, retryDoubts } from './resolve.queries.ts'

/**
 * Says what becomes of an edition's mails in doubt: `retry` sends the same bytes again now, `accepted`
 * counts them as arrived, for an operator who found them in the relay's log. Mails that are being
 * tried in this moment are left to their try. Returns how many. Throws EDITION_UNKNOWN.
 */
export async function resolveDoubts(
  { db, clock }: { db: Db; clock: Clock },
  { day, as }: { day: string; as: 'retry' | 'accepted' }
): Promise<number> {
  const edition = await findEditionOf({ db }, day)
  if (edition === undefined) throw new AppError('EDITION_UNKNOWN', `there is no edition of ${day}`)
  return as === 'retry' ? retryDoubts(db, edition.id, clock.now()) : acceptDoubts(db, edition.id, clock.now())
}
