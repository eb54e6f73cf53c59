import { findEditionOf } from '../editions/find-edition.ts'
import { nextFreeze } from '../editions/freeze-times.ts'
import { heldBy } from '../editions/hold-edition.ts'
import { english } from '../mail/words/en.ts'
import type { Words } from '../mail/words/words.ts'
import { newestClosedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { draftList } from './draft-list.ts'
import { findDraft, insertDraft } from './drafts.queries.ts'
import { insertNotices } from './notices.queries.ts'

/** So long before a freeze its draft goes out. */
const leadMs = 60 * 60_000

/**
 * Plans the curator's draft of the next freeze, from an hour before it on: one a freeze, whoever
 * asks and however the list changes afterwards. What it says is written down with it. Not where
 * CURATOR_EMAIL is not set, nor for an edition that was assembled by hand: the operator has
 * looked. Returns the feed day; undefined where no draft was owed.
 */
export async function planDraft({
  db,
  clock,
  config,
  words = english
}: {
  db: Db
  clock: Clock
  config: Config
  words?: Words
}): Promise<string | undefined> {
  const now = clock.now()
  const freezeAt = nextFreeze(now, config)
  if (config.curatorEmail === undefined || freezeAt.getTime() - now.getTime() > leadMs) return undefined
  const day = newestClosedDay(freezeAt)
  if ((await findDraft(db, day)) !== undefined || (await findEditionOf({ db }, day)) !== undefined) return undefined

  const list = await draftList({ db, clock, config, words }, day)
  const hold = await heldBy({ db }, day)
  return db.transaction().execute(async (trx) => {
    if (!(await insertDraft(trx, { ...list, day, freezeAt, heldBy: hold?.by ?? null }, now))) return undefined
    const notice = { kind: 'draft', subscriberId: null, requestId: null, draftDay: day, expiresAt: freezeAt } as const
    await insertNotices(trx, [notice], now)
    return day
  })
}
