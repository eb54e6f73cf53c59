import { Temporal } from 'temporal-polyfill'

/** Where the Hugging Face day is counted, and when it ends there. */
const zone = 'America/New_York'
const closing = Temporal.PlainTime.from('21:30')
const untilMidnight = { hours: 2, minutes: 30 }

/** The feed day that papers are being listed under: New York's date, and from 21:30 there the next one. */
export function openFeedDay(now: Date): string {
  const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDateTime()
  // On the clock on the wall, not in elapsed hours: the two differ on the nights the clock is changed.
  return there.add(untilMidnight).toPlainDate().toString()
}

/** The instant a feed day closes: 21:30 in New York on its date. */
export function closingTime(day: string): Date {
  const closes = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: closing })
  return new Date(closes.epochMilliseconds)
}

/** The newest feed day that nothing is listed under any more. */
export function newestClosedDay(now: Date): string {
  return addDays(openFeedDay(now), -1)
}

/** Whether a text is a calendar date, YYYY-MM-DD. */
export function isFeedDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const parsed = new Date(`${text}T00:00:00Z`)
  // The parser carries February 30 over into March.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** How many days after `earlier` a day is. */
export function daysBetween(earlier: string, day: string): number {
  return Temporal.PlainDate.from(earlier).until(Temporal.PlainDate.from(day)).days
}
