import type { Db } from '../../platform/database.ts'
import { findWhetherTold } from './alarms.queries.ts'

/** Names the alarm about a freeze that nobody settles. */
export function overdueKey(plannedAt: Date): string {
  return `freeze_overdue/${plannedAt.toISOString()}`
}

/** Whether the operator was told, by mail or webhook, that a freeze is overdue. */
export async function toldOfOverdue({ db }: { db: Db }, plannedAt: Date): Promise<boolean> {
  return findWhetherTold(db, overdueKey(plannedAt))
}
