import { mistake } from '../mail/words/mistake.ts'
import { isFeedDay } from '../papers/feed-day.ts'
import type { Config } from '../platform/config.ts'

/**
 * The day that a path names: a date, or null for the sample, in local mode. Throws DATE_INVALID for
 * what is neither; outside local mode there is no sample, so it is NOT_FOUND.
 */
export function readDay(config: Pick<Config, 'local'>, text: string): string | null {
  if (text === 'sample') {
    if (config.local) return null
    throw mistake('NOT_FOUND', 'problem.address')
  }
  if (!isFeedDay(text)) throw mistake('DATE_INVALID', 'problem.day', { text: text.slice(0, 40) })
  return text
}
