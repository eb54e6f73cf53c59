const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' })

/** `2026-11-23` -> `23 November 2026` */
export function longDay(feedDay: string): string {
  return day.format(midnight(feedDay))
}

/** `2026-11-23` -> `23 November` */
export function dayAndMonth(feedDay: string): string {
  return shortDay.format(midnight(feedDay))
}

/** `2026-11-23` -> `Monday` */
export function weekdayOf(feedDay: string): string {
  return weekday.format(midnight(feedDay))
}

/** An instant in a zone, with the zone's name: `Monday 23 November, 08:00 UTC`. */
export function moment(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone
  })
    .formatToParts(instant)
    .reduce<Partial<Record<Intl.DateTimeFormatPartTypes, string>>>(
      (found, { type, value }) => ({ ...found, [type]: value }),
      {}
    )
  return `${parts.weekday} ${parts.day} ${parts.month}, ${parts.hour}:${parts.minute} ${parts.timeZoneName}`
}

// A feed day is a label; UTC only carries it through Intl.
function midnight(feedDay: string): Date {
  return new Date(`${feedDay}T00:00:00Z`)
}
