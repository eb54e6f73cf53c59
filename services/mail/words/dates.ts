import { english } from './en.ts'
import type { Words } from './words.ts'

type Locale = Pick<Words, 'locale'>

/** A feed day in words: Wednesday, August 19, 2026. */
export function longDate(day: string, { locale }: Locale = english): string {
  return styled(locale, 'full').format(midnight(day))
}

/** The same within a sentence: August 19, 2026. */
export function shortDate(day: string, { locale }: Locale = english): string {
  return styled(locale, 'long').format(midnight(day))
}

/** An instant's time of day in a zone, 24 hours: 08:00. */
export function timeOfDay(instant: Date, timeZone: string, { locale }: Locale = english): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  }).format(instant)
}

/** The day that an instant has in a zone, YYYY-MM-DD. */
export function dayIn(instant: Date, timeZone: string): string {
  // Canadian English writes a date as ISO 8601 does.
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instant)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Kept: to make one takes longer than to use it a hundred times. */
function styled(locale: string, dateStyle: 'full' | 'long'): Intl.DateTimeFormat {
  const name = `${locale} ${dateStyle}`
  const known = formats.get(name)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' })
  formats.set(name, made)
  return made
}

// A feed day is a label; UTC only carries it through Intl.
function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
