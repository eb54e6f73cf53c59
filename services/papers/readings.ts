import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { closingTime } from './feed-day.ts'
import {
  anyListedAfter,
  countReadings,
  type DayRow,
  findDays,
  findNewest,
  type NewReading
} from './readings.queries.ts'

/** A list that was read whole after its day closed, and added nothing for so long, is complete. */
export const settledMs = 30 * 60_000

const labels: Record<string, string> = { huggingface: 'Hugging Face Daily Papers', arxiv: 'arXiv' }

/** A source's name for people. */
export function sourceLabel(source: string): string {
  return labels[source] ?? source
}

/** How far the reading of one feed day by one source is. */
export interface DayReadings {
  day: string
  /** The newest try. */
  last: { at: Date; outcome: NewReading['outcome']; reason: string | undefined } | undefined
  /** The newest try that brought a list, whole or not. */
  readAt: Date | undefined
  /** Whether that one brought anything new. */
  growing: boolean
  /** The newest try that brought the whole list. */
  wholeAt: Date | undefined
  /** The first try after the day had closed that brought the whole list. */
  closedAt: Date | undefined
  /** The whole list was read after the day had closed, and again half an hour later with nothing new on it. */
  complete: boolean
}

/** How far the reading of feed days by a source is, in the order of the days. */
export async function readingsOf(
  { db }: { db: Db },
  { source, days }: { source: string; days: readonly string[] }
): Promise<DayReadings[]> {
  const rows = await findDays(
    db,
    source,
    days.map((day) => ({ day, closes: closingTime(day) }))
  )
  return rows.map(toReadings)
}

function toReadings(row: DayRow): DayReadings {
  const { day, lastAt, lastOutcome } = row
  const steadySince = Math.max(row.closedAt?.getTime() ?? Number.POSITIVE_INFINITY, row.grownAt?.getTime() ?? 0)
  return {
    day,
    last:
      lastAt === null || lastOutcome === null
        ? undefined
        : { at: lastAt, outcome: lastOutcome, reason: row.lastReason ?? undefined },
    readAt: row.readAt ?? undefined,
    growing: (row.readAdded ?? 0) > 0,
    wholeAt: row.wholeAt ?? undefined,
    closedAt: row.closedAt ?? undefined,
    complete: (row.checkedAt?.getTime() ?? 0) >= steadySince + settledMs
  }
}

/** Whether a source can be read. */
export interface SourceState {
  source: string
  /** The newest reading that brought anything to read. */
  readAt: Date | undefined
  /** Why the newest try failed; undefined where it did not. */
  fault: string | undefined
}

/** How each of these sources does. */
export async function sourceStates({ db }: { db: Db }, sources: readonly string[]): Promise<SourceState[]> {
  const rows = await findNewest(db, sources)
  return rows.map(({ source, readAt, outcome, reason }) => ({
    source,
    readAt: readAt ?? undefined,
    fault: outcome === 'failed' ? (reason ?? 'no reason was given') : undefined
  }))
}

/** Whether a list was read, by a source or from a file, after an instant. */
export async function readSince(
  { db }: { db: Db },
  { instant, sources }: { instant: Date; sources: readonly string[] }
): Promise<boolean> {
  const states = await sourceStates({ db }, sources)
  return states.some(({ readAt }) => readAt !== undefined && readAt > instant) || anyListedAfter(db, instant)
}

export interface ReadingFigures {
  outcomes: { source: string; outcome: string; count: number }[]
  refused: { source: string; reason: string; count: number }[]
  /** Seconds since each source could be read last. */
  ages: { source: string; seconds: number }[]
}

/** The readings of the last 24 hours in figures. */
export async function readingFigures({ db, clock }: { db: Db; clock: Clock }): Promise<ReadingFigures> {
  const now = clock.now().getTime()
  const { newest, ...counts } = await countReadings(db, new Date(now - 24 * 60 * 60_000))
  // A reading may end between the look at the clock and the look at the table.
  const age = (at: Date) => Math.max(0, now - at.getTime()) / 1000
  return { ...counts, ages: newest.map(({ source, at }) => ({ source, seconds: age(at) })) }
}
