import { closingTime } from '../papers/feed-day.ts'
import { type DayReadings, readingsOf, sourceLabel } from '../papers/readings.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'

/** Whether more may come on the list of a feed day. */
export type DayStanding =
  /** Nothing to wait for: all was read, or papers are only imported. */
  | { kind: 'complete' }
  /** Read whole after it closed, but not yet again with nothing new. */
  | { kind: 'growing'; reason: string; triedAt: Date | undefined }
  /** Not read whole since it closed. `readAt`: the newest reading of it, undefined where there is none. */
  | { kind: 'unread'; reason: string; triedAt: Date | undefined; readAt: Date | undefined }

/** arXiv announces everything and lists nothing: no day waits for it. */
export function listingSources({ paperSources }: Pick<Config, 'paperSources'>): string[] {
  return paperSources.filter((name) => name !== 'arxiv')
}

/** How complete a feed day is: as the least complete of the lists it is made of. */
export async function dayStanding(
  { db, config }: { db: Db; config: Pick<Config, 'paperSources'> },
  day: string
): Promise<DayStanding> {
  const standings: DayStanding[] = []
  for (const source of listingSources(config)) {
    const [readings] = await readingsOf({ db }, { source, days: [day] })
    if (readings !== undefined) standings.push(standingOf(source, readings))
  }
  const least = (['unread', 'growing'] as const).flatMap((kind) => standings.find((one) => one.kind === kind) ?? [])
  return least[0] ?? { kind: 'complete' }
}

function standingOf(source: string, { day, last, readAt, closedAt, complete }: DayReadings): DayStanding {
  if (complete) return { kind: 'complete' }
  const triedAt = last?.at
  if (closedAt !== undefined)
    return { kind: 'growing', reason: `the list of ${day} is read once more for what came late`, triedAt }
  const name = sourceLabel(source)
  const since = readAt === undefined ? 'yet' : `since ${atUtc(readAt)}`
  const reason =
    last?.outcome === 'failed'
      ? `${name} could not be read ${since} (${last.reason ?? 'no reason was given'})`
      : `the list of ${day} was not read to its end since it closed at ${atUtc(closingTime(day))}`
  return { kind: 'unread', reason, triedAt, readAt }
}

/** An instant in words: `14:05 UTC on 2026-11-23`. */
export function atUtc(instant: Date): string {
  const text = instant.toISOString()
  return `${text.slice(11, 16)} UTC on ${text.slice(0, 10)}`
}
