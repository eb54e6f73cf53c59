import type { ReplyClass } from '../../mail/replies/reply-class.ts'
import type { Db } from '../../platform/database.ts'
import { type Bounce, countedBounces, recordBounces } from '../../subscribers/bounced.ts'
import type { Outcome } from '../ledger.ts'
import { replyEffects } from '../reply-effects.ts'
import { findFeedDay, findRecovered } from './recovered.queries.ts'

/**
 * Tells the subscribers' side of refusals that are about a mailbox; see reply-effects. `editionId`
 * where the mails are of one edition, undefined for notices. In the caller's transaction; safe to repeat.
 */
export async function tellSubscribers(
  db: Db,
  outcomes: readonly Outcome[],
  editionId: number | undefined
): Promise<void> {
  const refused = outcomes.filter(isAboutReader)
  const newest = refused.reduce((latest, { at }) => Math.max(latest, at), 0)
  if (newest === 0) return
  const editionDay = editionId === undefined ? null : await findFeedDay(db, editionId)
  const counted = await countedBounces(
    db,
    refused.map(({ subscriberId }) => subscriberId)
  )
  const recovered = new Set(await findRecovered(db, counted))
  const bounces = refused.map(({ subscriberId, replyClass, at }) => ({
    subscriberId,
    kind: replyClass as Bounce['kind'],
    at: new Date(at),
    editionDay,
    recovered: recovered.has(subscriberId)
  }))
  await recordBounces(db, bounces, new Date(newest))
}

/** `refused` is only ever said of a permanent answer. */
function isAboutReader({ state, replyClass, subscriberId }: Outcome): boolean {
  const effects = replyEffects[replyClass as ReplyClass]
  return state === 'refused' && subscriberId > 0 && effects !== undefined && effects.subscriber !== 'none'
}
