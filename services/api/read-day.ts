import { isFeedDay } from '../papers/feed-day.ts'
import type { Config } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'

/**
 * The day that a path names: a date, or null for the sample, in local mode. Throws DATE_INVALID for
 * what is neither; outside local mode there is no sample, so it is NOT_FOUND.
 */
export function readDay(config: Pick<Config, 'local'>, text: string): string | null {
  if (text === 'sample') {
    if (config.local) return null
    throw new AppError('NOT_FOUND', 'There is nothing at this address.')
  }
  if (!isFeedDay(text))
    throw new AppError('DATE_INVALID', `“${text.slice(0, 40)}” is not a day: write it as YYYY-MM-DD.`)
  return text
}
