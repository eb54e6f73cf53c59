import { type CollectedReading, fetchPapers } from '../papers/collect-papers.ts'
import { isFeedDay, newestClosedDay, openFeedDay } from '../papers/feed-day.ts'
import { sourceLabel } from '../papers/readings.ts'
import { openSources } from '../papers/sources/open-sources.ts'
import { systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { openLog } from '../platform/log.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

/** Reads the newest closed day and the open one where no day is named. */
export async function fetchFromSources({ date, json }: { date?: string; json?: boolean }): Promise<void> {
  const open = openFeedDay(systemClock.now())
  if (date !== undefined) refuseDay(date, open)
  const days = date === undefined ? [newestClosedDay(systemClock.now()), open] : [date]
  const readings = await withStorage(async ({ config, db }) => {
    if (config.paperSources.length === 0)
      throw new AppError('SOURCES_MISSING', 'PAPER_SOURCES is none: papers are only imported here')
    const sources = openSources(config, { clock: systemClock })
    // The report says what went wrong; a log beside it would say it twice.
    const log = openLog('silent')
    const read: CollectedReading[] = []
    for (const day of days) {
      // arXiv wants pauses between requests: a day of it may take a minute.
      if (process.stderr.isTTY) process.stderr.write(`Reading ${day} ...\n`)
      read.push(...(await fetchPapers({ db, clock: systemClock, log, sources }, day)))
    }
    return read
  })
  report({ readings }, { json, lines: readings.flatMap(linesOf) })
  if (readings.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1
}

function refuseDay(day: string, open: string): void {
  if (!isFeedDay(day)) throw new AppError('DATE_INVALID', `not a date: ${day} (YYYY-MM-DD)`)
  if (day > open) throw new AppError('DATE_NOT_OPEN', `${day} has not begun: the open feed day is ${open}`)
}

function linesOf({ source, day, outcome, items, added, updated, refused, reason }: CollectedReading): string[] {
  const name = `${sourceLabel(source)}, ${day}`
  if (outcome === 'failed') return [`${name}: could not be read (${reason ?? 'no reason was given'})`]
  if (outcome === 'not_open') return [`${name}: has not begun there`]
  return [
    `${name}: ${items} read, ${added} added, ${updated} updated${reason === undefined ? '' : ` (${reason})`}`,
    ...Object.entries(refused).map(([why, count]) => `  ${count} refused: ${why}`)
  ]
}
