import { atUtc } from '../mail/words/dates.ts'
import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
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
  { db, config, words = english }: { db: Db; config: Pick<Config, 'paperSources'>; words?: Words },
  day: string
): Promise<DayStanding> {
  const standings: DayStanding[] = []
  for (const source of listingSources(config)) {
    const [readings] = await readingsOf({ db }, { source, days: [day] })
    if (readings !== undefined) standings.push(standingOf(words, source, readings))
  }
  const least = (['unread', 'growing'] as const).flatMap((kind) => standings.find((one) => one.kind === kind) ?? [])
  return least[0] ?? { kind: 'complete' }
}

function standingOf(words: Words, source: string, readings: DayReadings): DayStanding {
  const { day, last, readAt, closedAt, complete } = readings
  if (complete) return { kind: 'complete' }
  const triedAt = last?.at
  if (closedAt !== undefined) return { kind: 'growing', reason: say(words, 'standing.growing', { day }), triedAt }
  return { kind: 'unread', reason: whyUnread(words, source, readings), triedAt, readAt }
}

function whyUnread(words: Words, source: string, { day, last, readAt }: DayReadings): string {
  if (last?.outcome !== 'failed')
    return say(words, 'standing.notToTheEnd', { day, moment: atUtc(closingTime(day), words) })
  const failure = { source: sourceLabel(source), fault: last.reason ?? say(words, 'standing.noReason') }
  return readAt === undefined
    ? say(words, 'standing.neverRead', failure)
    : say(words, 'standing.notRead', { ...failure, moment: atUtc(readAt, words) })
}
