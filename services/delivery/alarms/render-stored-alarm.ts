import { renderAlarm } from '../../mail/alarm.ts'
import type { Identity } from '../../mail/identity.ts'
import type { RenderedNotice } from '../../mail/notice.ts'
import type { Templates } from '../../mail/templates.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import { findAlarm } from './alarms.queries.ts'

/** The mail of an alarm, from its row alone; undefined where it is gone. */
export async function renderStoredAlarm(
  { db, config, identity, templates }: { db: Db; config: Config; identity: Identity; templates: Templates },
  alarmId: number
): Promise<RenderedNotice | undefined> {
  const alarm = await findAlarm(db, alarmId)
  return alarm && renderAlarm(templates, identity, { ...alarm, timeZone: config.digestTimezone })
}
