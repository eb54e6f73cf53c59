import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { findDaysOfMonth, findMonths, type ListedDay } from './archive-months.queries.ts'
import { listDay, type RankedPaper } from './day-list.ts'

/** A day of the archive's index, with the papers that lead it. */
export interface ArchivedDay extends ListedDay {
  leading: Pick<RankedPaper, 'id' | 'title' | 'titleRuns'>[]
}

export interface ArchivedMonth {
  /** YYYY-MM; undefined where nothing was ever listed. */
  month: string | undefined
  days: ArchivedDay[]
  /** All months there are, newest first. */
  months: string[]
}

const leading = 3

/** The index of a month, or of the newest month that has papers; undefined where the month asked for has none. */
export async function archivedMonth(
  { db, clock }: { db: Db; clock: Clock },
  asked?: string
): Promise<ArchivedMonth | undefined> {
  const months = await findMonths(db)
  const month = asked ?? months[0]
  if (month === undefined) return { month: undefined, days: [], months }
  if (!months.includes(month)) return undefined
  const listed = await findDaysOfMonth(db, month)
  const days = await Promise.all(
    listed.map(async (day) => ({ ...day, leading: (await listDay({ db, clock }, day.day)).slice(0, leading) }))
  )
  return { month, days, months }
}
