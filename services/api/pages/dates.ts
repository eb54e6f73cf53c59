const day = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const monthAndYear = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' })

/** `2026-11-23` -> `November 23, 2026` */
export function longDay(feedDay: string): string {
  return day.format(midnight(feedDay))
}

/** `2026-11-23` -> `November 23` */
export function dayAndMonth(feedDay: string): string {
  return shortDay.format(midnight(feedDay))
}

/** `2026-11-23` -> `Monday` */
export function weekdayOf(feedDay: string): string {
  return weekday.format(midnight(feedDay))
}

/** An instant in a zone, with the zone's name: `Tuesday, November 24, 08:00 UTC`. */
export function moment(instant: Date, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(instant)
  const time = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' })
  return `${part({ weekday: 'long', day: 'numeric', month: 'long' })}, ${time}`
}

// A feed day is a label; UTC only carries it through Intl.
function midnight(feedDay: string): Date {
  return new Date(`${feedDay}T00:00:00Z`)
}

/** `2026-11` -> `November 2026` */
export function longMonth(month: string): string {
  return monthAndYear.format(midnight(`${month}-01`))
}

/** When a paper was published: `2024-11-05` or, where the day is not known, `2024-11`. */
export function publication(date: string): string {
  return date.length === 7 ? longMonth(date) : longDay(date)
}
