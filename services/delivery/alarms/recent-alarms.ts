import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { listAlarms, type RaisedAlarm } from './alarms.queries.ts'

const recentMs = 7 * 24 * 60 * 60_000
const most = 10

/** The alarms of the last seven days, newest first, ten at most. */
export async function recentAlarms({ db, clock }: { db: Db; clock: Clock }): Promise<Omit<RaisedAlarm, 'id'>[]> {
  const alarms = await listAlarms(db, { since: new Date(clock.now().getTime() - recentMs), limit: most })
  return alarms.map(({ id: _, ...alarm }) => alarm)
}
