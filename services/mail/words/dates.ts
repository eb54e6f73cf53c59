import { english } from './en.ts'
import { say, type Words } from './words.ts'

type Locale = Pick<Words, 'locale'>

/** A feed day in words: Wednesday, August 19, 2026. */
export function longDate(day: string, { locale }: Locale = english): string {
  return formatted(locale, midnight(day), { dateStyle: 'full', timeZone: 'UTC' })
}

/** The same within a sentence: August 19, 2026. */
export function shortDate(day: string, { locale }: Locale = english): string {
  return formatted(locale, midnight(day), { dateStyle: 'long', timeZone: 'UTC' })
}

/** August 19 */
export function dayAndMonth(day: string, { locale }: Locale): string {
  return formatted(locale, midnight(day), { day: 'numeric', month: 'long', timeZone: 'UTC' })
}

/** Wednesday */
export function weekdayOf(day: string, { locale }: Locale): string {
  return formatted(locale, midnight(day), { weekday: 'long', timeZone: 'UTC' })
}

/** `2026-08` -> August 2026 */
export function longMonth(month: string, { locale }: Locale): string {
  return formatted(locale, midnight(`${month}-01`), { month: 'long', year: 'numeric', timeZone: 'UTC' })
}

/** When a paper was published: `2024-11-05` or, where the day is not known, `2024-11`. */
export function publication(date: string, locale: Locale): string {
  return date.length === 7 ? longMonth(date, locale) : shortDate(date, locale)
}

/** An instant's time of day in a zone, 24 hours: 08:00. */
export function timeOfDay(instant: Date, timeZone: string, { locale }: Locale = english): string {
  return formatted(locale, instant, { ...clockTime, timeZone })
}

/** An instant in a zone, with the zone's name: Tuesday, November 24, 08:00 UTC. */
export function moment(instant: Date, timeZone: string, words: Words): string {
  const { locale } = words
  const day = formatted(locale, instant, { weekday: 'long', day: 'numeric', month: 'long', timeZone })
  const time = formatted(locale, instant, { ...clockTime, timeZoneName: 'short', timeZone })
  return say(words, 'date.moment', { day, time })
}

/** The same in little room: Nov 24, 08:00 UTC. */
export function shortMoment(instant: Date, timeZone: string, { locale }: Locale): string {
  const options = { ...clockTime, day: 'numeric', month: 'short', timeZoneName: 'short', timeZone } as const
  return formatted(locale, instant, options)
}

/** An instant in a sentence, with the zone as it is set: on Tuesday, November 24 at 08:00 (UTC). */
export function sayWhen(instant: Date, timeZone: string, words: Words): string {
  const { locale } = words
  const date = formatted(locale, instant, { weekday: 'long', month: 'long', day: 'numeric', timeZone })
  return say(words, 'date.when', { date, time: timeOfDay(instant, timeZone, words), zone: timeZone })
}

/** An instant where a date in words would be too long: 14:05 UTC on 2026-11-23. */
export function atUtc(instant: Date, words: Words = english): string {
  const text = instant.toISOString()
  return say(words, 'date.atUtc', { time: text.slice(11, 16), day: text.slice(0, 10) })
}

/** The day that an instant has in a zone, YYYY-MM-DD. */
export function dayIn(instant: Date, timeZone: string): string {
  // Canadian English writes a date as ISO 8601 does.
  return formatted('en-CA', instant, { dateStyle: 'short', timeZone })
}

const clockTime = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats are kept: to make one takes longer than to use it a hundred times. */
function formatted(locale: string, instant: Date, options: Intl.DateTimeFormatOptions): string {
  const name = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(name, known)
  return known.format(instant)
}

// A feed day is a label; UTC only carries it through Intl.
function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
