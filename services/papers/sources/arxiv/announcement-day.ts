import { Temporal } from 'temporal-polyfill'

/** Where arXiv's days begin and end: feeds are made anew at midnight there. */
const zone = 'America/New_York'

/** The day whose announcements arXiv's feeds hold now, where they are not late. */
export function announcementDay(now: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** Nothing is announced on Friday and Saturday evenings, so nothing is dated Saturday and Sunday. */
export function isWeekend(day: string): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek > 5
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Fri, 20 Nov 2026 00:00:00 -0500` -> 2026-11-20: the date as it is written, which is arXiv's. */
export function writtenDay(text: string): string | undefined {
  const [, day, name = '', year] = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b/.exec(text) ?? []
  const month = months.indexOf(name) + 1
  if (day === undefined || month === 0) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
}
