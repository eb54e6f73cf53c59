import { newestEdition } from '../editions/newest-edition.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { takeMailsOwed } from '../subscribers/mails-owed.ts'
import { insertNotices, type PlannedNotice } from './notices.queries.ts'
import { planDelivery } from './plan-deliveries.ts'

/** Of a mail that is about no link with an end of its own. */
const lifetimeMs = 48 * 60 * 60_000

/**
 * Plans the mails that sign-ups, confirmations and preferences left owed: the confirmation mail of
 * each request and its reminder, links to accounts, and as welcome the newest edition, at once. Who had that edition already, or
 * comes before the first one, is welcomed by a mail without it. Returns how many.
 */
export async function planNotices({
  db,
  clock,
  config
}: {
  db: Db
  clock: Clock
  config: Pick<Config, 'local'>
}): Promise<number> {
  for (let planned = 0; ; ) {
    const taken = await db.transaction().execute(async (trx) => {
      const { mails, welcomes } = await takeMailsOwed(trx)
      const otherwise = new Date(clock.now().getTime() + lifetimeMs)
      const notices: PlannedNotice[] = mails.map(({ expiresAt, ...mail }) => ({
        ...mail,
        draftDay: null,
        expiresAt: expiresAt ?? otherwise
      }))
      const editionId = welcomes.length === 0 ? undefined : await newestEdition({ db: trx }, config)
      for (const subscriberId of welcomes) {
        if (editionId !== undefined && (await planDelivery(trx, clock, { editionId, subscriberId }))) continue
        notices.push({ kind: 'welcome', subscriberId, requestId: null, draftDay: null, expiresAt: otherwise })
      }
      await insertNotices(trx, notices, clock.now())
      return mails.length + welcomes.length
    })
    planned += taken
    if (taken === 0) return planned
  }
}
