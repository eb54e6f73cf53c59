import { freezeOf, type Hold, heldBy, whySettled } from '../editions/hold-edition.ts'
import { english } from '../mail/words/en.ts'
import type { Words } from '../mail/words/words.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { readDraftToken } from '../platform/tokens.ts'
import { type DraftList, draftList } from './draft-list.ts'

export type OpenDraft =
  | { kind: 'unknown' }
  /** The edition may be held, or is, with what it would have were it frozen now. */
  | (DraftList & { kind: 'open' | 'held'; day: string; freezeAt: Date; overdue: boolean; hold: Hold | undefined })
  /** Its freeze is over. */
  | { kind: 'settled'; day: string; reason: string }

/**
 * What the link of a draft leads to. Reads only: mail scanners open links. The list is today's
 * and not that of the mail: who has dropped a paper looks here whether it is gone.
 */
export async function openDraft(
  { db, clock, config, words = english }: { db: Db; clock: Clock; config: Config; words?: Words },
  token: string
): Promise<OpenDraft> {
  const day = readDraftToken(config.secretKeys, token, clock.now())
  if (day === undefined) return { kind: 'unknown' }
  const reason = await whySettled({ db, config, words }, day)
  if (reason !== undefined) return { kind: 'settled', day, reason }
  const hold = await heldBy({ db }, day)
  const list = await draftList({ db, clock, config, words }, day)
  const freezeAt = freezeOf(day, config)
  return { kind: hold === undefined ? 'open' : 'held', day, freezeAt, overdue: freezeAt <= clock.now(), hold, ...list }
}
