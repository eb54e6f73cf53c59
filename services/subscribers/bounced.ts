import type { Db } from '../platform/database.ts'
import { applyBounces, findBounceCounts } from './bounced.queries.ts'

/** A mail to a subscriber that was refused for good because of its mailbox. */
export interface Bounce {
  subscriberId: number
  /** `address`: nobody is there. `disabled`: switched off. `full`, and `other`: for no known reason. */
  kind: 'address' | 'disabled' | 'full' | 'other'
  at: Date
  /** The feed day of its edition; null for any other mail, which counts only where one bounce is enough. */
  editionDay: string | null
  /** Whether an edition was accepted for this reader since the newest one that was counted. */
  recovered: boolean
}

/**
 * Takes note of bounces: who cannot be reached for certain is suppressed, others are counted.
 * An address that is not there is enough by itself; a mailbox that is switched off must be so for
 * two editions within 30 days; a full one, or a refusal nobody understands, for five
 * editions in a row over 14 days or more. Only active and paused subscribers are touched, and only
 * for what came after they became so. Repeating it changes nothing. Returns who is suppressed now.
 */
export async function recordBounces(db: Db, bounces: readonly Bounce[], now: Date): Promise<number[]> {
  const suppressed: number[] = []
  for (const round of oncePerSubscriber(bounces)) suppressed.push(...(await applyBounces(db, round, now)))
  return suppressed
}

/**
 * Which of these subscribers have refusals counted, and the feed day of the newest: for them alone
 * somebody must look whether they were `recovered`. An accepted mail writes nothing, so that a
 * reader without troubles costs nothing.
 */
export function countedBounces(
  db: Db,
  subscriberIds: readonly number[]
): Promise<{ subscriberId: number; countedOn: string }[]> {
  return findBounceCounts(db, subscriberIds)
}

/** Older editions first, and one bounce of a subscriber a statement: each is judged by what the ones before it left. */
function oncePerSubscriber(bounces: readonly Bounce[]): Bounce[][] {
  const rounds: Bounce[][] = []
  const seen = new Map<number, number>()
  for (const bounce of bounces.toSorted((a, b) => (a.editionDay ?? '').localeCompare(b.editionDay ?? ''))) {
    const round = seen.get(bounce.subscriberId) ?? 0
    seen.set(bounce.subscriberId, round + 1)
    ;(rounds[round] ??= []).push(bounce)
  }
  return rounds
}
