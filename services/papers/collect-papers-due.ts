import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { addDays, daysBetween, newestClosedDay, openFeedDay } from './feed-day.ts'
import { type DayReadings, readingsOf, settledMs } from './readings.ts'
import { announcementDay, isWeekend } from './sources/arxiv/announcement-day.ts'
import type { PaperSource } from './sources/source.ts'

const minute = 60_000
const hour = 60 * minute

/** After a try that failed the source rests: one that is down is not asked for each of its days in turn. */
const restMs = 5 * minute

/** Before a freeze its day is read once more, so that it is ranked by fresh votes. */
const freshMs = 10 * minute

/** Votes of a list are followed this long; by then they move no edition. */
const followedDays = 7

/** Announcements are caught up with after downtime: most papers are listed within four days. */
const announcedDays = 4

/** When the next edition is made, and of which feed day. */
export interface NextFreeze {
  at: Date
  day: string
}

/** The days of a source that are to be read now, the most urgent first. Decided from what is written down alone. */
export async function dueDays(
  { db, clock }: { db: Db; clock: Clock },
  { source, freeze }: { source: Pick<PaperSource, 'name' | 'lists'>; freeze: NextFreeze }
): Promise<string[]> {
  const now = clock.now()
  const days = source.lists ? listedDays(now) : announcedBefore(now)
  const readings = await readingsOf({ db }, { source: source.name, days })
  const newest = readings.reduce<DayReadings['last']>(
    (last, reading) =>
      reading.last !== undefined && !(last !== undefined && last.at > reading.last.at) ? reading.last : last,
    undefined
  )
  if (newest?.outcome === 'failed' && elapsed(newest.at, now) < restMs) return []
  const due = source.lists ? listIsDue(now, freeze) : announcementIsDue(now)
  const urgent = source.lists ? [newestClosedDay(now), freeze.day] : []
  return readings
    .filter((reading) => reading.last === undefined || due(reading, reading.last))
    .toSorted((one, other) => rank(one, urgent) - rank(other, urgent) || (one.day < other.day ? 1 : -1))
    .map(({ day }) => day)
}

/** Urgent days come first; one that could not be read does not hold up the others. */
function rank({ day, last }: DayReadings, urgent: readonly string[]): number {
  const place = urgent.indexOf(day)
  return (last?.outcome === 'failed' ? urgent.length + 1 : 0) + (place === -1 ? urgent.length : place)
}

function listedDays(now: Date): string[] {
  const open = openFeedDay(now)
  return Array.from({ length: followedDays + 1 }, (_, age) => addDays(open, -age))
}

function announcedBefore(now: Date): string[] {
  const today = announcementDay(now)
  return Array.from({ length: announcedDays + 1 }, (_, age) => addDays(today, -age)).filter((day) => !isWeekend(day))
}

type Due = (reading: DayReadings, last: NonNullable<DayReadings['last']>) => boolean

function listIsDue(now: Date, freeze: NextFreeze): Due {
  const open = openFeedDay(now)
  const freshFrom = new Date(freeze.at.getTime() - freshMs)
  return ({ day, complete, wholeAt }, last) => {
    if (day === freeze.day && now >= freshFrom && last.at < freshFrom) return true
    const failed =
      last.outcome === 'failed' || (last.outcome === 'read' && !(wholeAt !== undefined && wholeAt >= last.at))
    return elapsed(last.at, now) >= (failed ? restMs : everyMs(daysBetween(day, open), complete))
  }
}

function everyMs(age: number, complete: boolean): number {
  if (age === 0 || !complete) return settledMs
  return age <= 2 ? hour : 6 * hour
}

/** Once a day is enough; but a feed may be late, and on a holiday it looks as if it were. */
function announcementIsDue(now: Date): Due {
  const today = announcementDay(now)
  return ({ day, wholeAt, growing }, last) => {
    if (wholeAt === undefined) return elapsed(last.at, now) >= (last.outcome === 'read' ? 3 * hour : settledMs)
    return day === today && !growing && elapsed(last.at, now) >= 6 * hour
  }
}

function elapsed(since: Date, now: Date): number {
  return now.getTime() - since.getTime()
}
