import { programVersion } from '../backup/header.ts'
import type { Config } from '../config.ts'
import { isLoopback } from '../loopback.ts'

/**
 * How requests introduce themselves: who runs this and how to reach them, so that a source can
 * complain before it blocks. `DailyPapers/1.0.0 (+https://papers.example.org; mailto:desk@example.org)`
 */
export function userAgent({ baseUrl, contactEmail }: Pick<Config, 'baseUrl' | 'contactEmail'>): string {
  const about = [
    // The address of a page on this machine tells nobody anything.
    ...(isLoopback(baseUrl) ? [] : [`+${baseUrl}`]),
    ...(contactEmail === undefined ? [] : [`mailto:${contactEmail}`])
  ].map((part) => part.replaceAll(/[^!-~]|[()\\]/g, ''))
  const name = `DailyPapers/${programVersion()}`
  return about.length === 0 ? name : `${name} (${about.join('; ')})`
}
