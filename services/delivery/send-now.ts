import { type AssembleDeps, assembleEdition } from '../editions/assemble-edition.ts'
import { releaseEdition } from '../editions/sending.ts'
import { AppError } from '../platform/errors.ts'
import { findActive } from '../subscribers/find-active.ts'
import { makeDue } from './make-due.queries.ts'
import { planDeliveries, planDelivery } from './plan-deliveries.ts'

/**
 * Sends an edition by hand: freezes it where that was not done, plans its audience and
 * makes everything not yet handed due now. An edition already sent is not sent again.
 * `only` plans one delivery and leaves the rest of the audience for later.
 * Returns how many deliveries became due. Throws EDITION_EMPTY, SUBSCRIBER_NOT_ACTIVE.
 */
export async function sendNow(
  deps: AssembleDeps,
  { day, only }: { day: string; only: string | undefined }
): Promise<{ planned: number }> {
  const { db, clock } = deps
  const subscriberId = only === undefined ? undefined : await findActive({ db }, only)
  const outcome = await db.transaction().execute((trx) => assembleEdition({ ...deps, db: trx }, { day, minimum: 1 }))
  if (outcome.kind === 'too_few')
    throw new AppError('EDITION_EMPTY', `there are no papers for ${day} that were in no edition yet`)
  const { editionId } = outcome

  if (subscriberId !== undefined) {
    const added = await db.transaction().execute((trx) => planDelivery(trx, clock, { editionId, subscriberId }))
    return { planned: added ? 1 : 0 }
  }
  await releaseEdition(db, editionId, clock.now())
  const { deliveries } = await planDeliveries({ db, clock })
  const due = await db.transaction().execute((trx) => makeDue(trx, editionId, clock.now()))
  return { planned: deliveries + due }
}
