import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { insertNotices } from '../notices.queries.ts'
import { takeUnannounced } from './alarms.queries.ts'
import { insertWebhookCalls } from './calls.queries.ts'

const atOnce = 50

/** Alarms are of today: who cannot be reached for so long finds them on /admin. */
const lifetimeMs = 24 * 60 * 60_000

/**
 * Plans the telling of alarms that were raised: a mail where ALERT_EMAIL is set, a call where
 * ALERT_WEBHOOK is, a line in the log always. Each once, whoever asks. Returns how many mails it planned.
 */
export async function announceAlarms({
  db,
  clock,
  config,
  log
}: {
  db: Db
  clock: Clock
  config: Pick<Config, 'alertEmail' | 'alertWebhook'>
  log: Log
}): Promise<number> {
  const now = clock.now()
  const until = new Date(now.getTime() + lifetimeMs)
  const announced = await db.transaction().execute(async (trx) => {
    const alarms = await takeUnannounced(trx, atOnce)
    const ids = alarms.map(({ id }) => id)
    if (config.alertEmail !== undefined)
      await insertNotices(
        trx,
        ids.map((alarmId) => ({
          kind: 'alarm',
          subscriberId: null,
          requestId: null,
          draftDay: null,
          alarmId,
          expiresAt: until
        })),
        now
      )
    if (config.alertWebhook !== undefined) await insertWebhookCalls(trx, ids, { now, until })
    return alarms
  })
  for (const { key, kind, text } of announced) log.error({ event: 'alarm.raised', kind, key }, text)
  return config.alertEmail === undefined ? 0 : announced.length
}
