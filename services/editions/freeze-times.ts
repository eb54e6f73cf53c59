import { Temporal } from 'temporal-polyfill'

export interface DigestSchedule {
  /** HH:MM */
  digestTime: string
  /** IANA zone */
  digestTimezone: string
}

/**
 * The instant of DIGEST_TIME on a local date: exactly one for every date. A time that
 * summer time skips comes an hour later by the clock, one that occurs twice the first time.
 */
export function freezeTimeOn(date: string, { digestTime, digestTimezone }: DigestSchedule): Date {
  const local = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(digestTime))
  return new Date(local.toZonedDateTime(digestTimezone, { disambiguation: 'compatible' }).epochMilliseconds)
}

/** The freezes planned after `after`, up to and including `until`, oldest first. */
export function freezesBetween(after: Date, until: Date, schedule: DigestSchedule): Date[] {
  const freezes: Date[] = []
  const last = localDate(until, schedule)
  for (
    let date = localDate(after, schedule);
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const freeze = freezeTimeOn(date.toString(), schedule)
    if (freeze > after && freeze <= until) freezes.push(freeze)
  }
  return freezes
}

/** The first freeze after `now`. */
export function nextFreeze(now: Date, schedule: DigestSchedule): Date {
  const today = localDate(now, schedule)
  const freeze = freezeTimeOn(today.toString(), schedule)
  return freeze > now ? freeze : freezeTimeOn(today.add({ days: 1 }).toString(), schedule)
}

/** The freeze of the local day that `now` lies in. */
export function todaysFreeze(now: Date, schedule: DigestSchedule): Date {
  return freezeTimeOn(localDate(now, schedule).toString(), schedule)
}

function localDate(instant: Date, { digestTimezone }: DigestSchedule): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(digestTimezone).toPlainDate()
}
