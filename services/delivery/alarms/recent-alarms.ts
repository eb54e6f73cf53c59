import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { listAlarms, type RaisedAlarm } from './alarms.queries.ts'

export type RecentAlarm = Omit<RaisedAlarm, 'id'>

const recentMs = 7 * 24 * 60 * 60_000
const most = 10

/** The alarms of the last seven days, newest first, ten at most. */
export async function recentAlarms({ db, clock }: { db: Db; clock: Clock }): Promise<RecentAlarm[]> {
  const alarms = await listAlarms(db, { since: new Date(clock.now().getTime() - recentMs), limit: most })
  return alarms.map(({ key, kind, text, raisedAt }) => ({ key, kind, text, raisedAt }))
}
