import { changeEditionState } from '../../editions/edition-state.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { cancelDeliveries } from './cancel.queries.ts'

/**
 * Ends an edition for good: what was not handed is cancelled. What a worker holds in this moment it lets go of,
 * and the next claim cancels it. Throws EDITION_UNKNOWN, EDITION_STATE.
 */
export async function cancelEdition(
  { db, clock }: { db: Db; clock: Clock },
  day: string
): Promise<{ changed: boolean; cancelled: number }> {
  return db.transaction().execute(async (trx) => {
    const { editionId, changed } = await changeEditionState(trx, day, {
      to: 'cancelled',
      from: ['frozen', 'sending', 'paused']
    })
    return { changed, cancelled: await cancelDeliveries(trx, editionId, clock.now()) }
  })
}
