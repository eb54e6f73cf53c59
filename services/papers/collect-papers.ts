import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { dueDays, type NextFreeze } from './collect-papers-due.ts'
import { sourceStates } from './readings.ts'
import { deleteUnlisted, underSourceLock } from './record-reading.queries.ts'
import { type RecordedReading, recordReading } from './record-reading.ts'
import type { PaperSource, SourceReading } from './sources/source.ts'

/** Lists take papers up to 14 days after their announcement; as long again is for lists that come late. */
const unlistedMs = 30 * 24 * 60 * 60_000

export interface CollectDeps {
  db: Db
  clock: Clock
  log: Log
  sources: readonly PaperSource[]
}

/** One reading and what became of it. */
export interface CollectedReading extends RecordedReading {
  source: string
  day: string
  outcome: SourceReading['kind']
  items: number
  reason: string | undefined
}

/** Whether anything is to be read now. */
export async function collectIsDue(
  deps: Omit<CollectDeps, 'log'>,
  { freeze }: { freeze: NextFreeze }
): Promise<boolean> {
  const due = await Promise.all(deps.sources.map((source) => dueDays(deps, { source, freeze })))
  return due.some((days) => days.length > 0)
}

/**
 * Reads what is due: each source for itself, so that one that is slow or down takes nothing
 * from the others, and one process a source, so that what a source asks of its clients it
 * gets from all of them together. Returns at once where others are at it.
 * When `stop` is aborted, what is being read is given up and nothing of it is written.
 */
export async function collectPapers(
  deps: CollectDeps,
  { freeze, stop }: { freeze: NextFreeze; stop: AbortSignal }
): Promise<CollectedReading[]> {
  const collected = await Promise.all(
    deps.sources.map((source) =>
      underSourceLock(deps.db, source.name, { wait: false }, async () => {
        const readings: CollectedReading[] = []
        for (const day of await dueDays(deps, { source, freeze })) {
          const reading = await readDay(deps, { source, day, stop })
          if (reading !== undefined) readings.push(reading)
          if (reading === undefined || reading.outcome === 'failed') break
        }
        return readings
      })
    )
  )
  return collected.flatMap((readings) => readings ?? [])
}

/** Reads a day of every source now, due or not; waits for whoever is reading. */
export async function fetchPapers(deps: CollectDeps, day: string): Promise<CollectedReading[]> {
  const { signal } = new AbortController()
  const read = await Promise.all(
    deps.sources.map((source) =>
      underSourceLock(deps.db, source.name, { wait: true }, () => readDay(deps, { source, day, stop: signal }))
    )
  )
  return read.flatMap((reading) => reading ?? [])
}

/** Undefined where it was stopped. */
async function readDay(
  { db, clock, log }: CollectDeps,
  { source, day, stop }: { source: PaperSource; day: string; stop: AbortSignal }
): Promise<CollectedReading | undefined> {
  const startedAt = clock.now()
  const reading = await orStopped(stop, () => settled(source, day))
  if (reading === undefined || stop.aborted) return undefined
  const [before] = await sourceStates({ db }, [source.name])
  const recorded = await recordReading({ db, clock }, { source, day, startedAt, reading })
  const told = {
    source: source.name,
    day,
    outcome: reading.kind,
    items: reading.kind === 'read' ? reading.items.length : 0,
    reason: reading.kind === 'not_open' ? undefined : reading.reason,
    ...recorded
  }
  // A source that is away is tried every five minutes: once is enough to know why.
  const level = reading.kind !== 'failed' ? 'info' : before?.fault === reading.reason ? 'debug' : 'warn'
  log[level]({ event: `papers.${reading.kind}`, ...told }, reading.kind === 'failed' ? 'a source is away' : 'read')
  if (reading.kind === 'read' && !source.lists) await deleteUnlisted(db, new Date(clock.now().getTime() - unlistedMs))
  return told
}

/** A source that throws has failed like one that says so: the others are read on. */
async function settled(source: PaperSource, day: string): Promise<SourceReading> {
  try {
    return await source.readDay(day)
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** What `work` comes to, or undefined as soon as `stop` is aborted: what is on its way is not waited for. */
async function orStopped<Result>(stop: AbortSignal, work: () => Promise<Result>): Promise<Result | undefined> {
  if (stop.aborted) return undefined
  let end = () => undefined as void
  const stopped = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined)
    stop.addEventListener('abort', end)
  })
  try {
    return await Promise.race([stopped, work()])
  } finally {
    stop.removeEventListener('abort', end)
  }
}
