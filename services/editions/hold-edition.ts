import { english } from '../mail/words/en.ts'
import { say, type Words } from '../mail/words/words.ts'
import { closingTime, isFeedDay, openFeedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { findEdition } from './editions.queries.ts'
import { type DigestSchedule, nextFreeze } from './freeze-times.ts'
import { findFreeze, lockFreezes, settledUntil } from './freezes.queries.ts'
import { findHold, setReleased, upsertHold } from './holds.queries.ts'

export interface Hold {
  by: string
  at: Date
  reason: string | null
}

export interface HoldDeps {
  db: Db
  clock: Clock
  config: DigestSchedule
  words?: Words
}

export type HoldOutcome =
  | (Hold & { kind: 'held' | 'already_held'; freezeAt: Date })
  /** Nothing was held: `reason` says what became of the edition. */
  | { kind: 'too_late'; reason: string }
export interface ReleaseOutcome {
  kind: 'released' | 'not_held'
  freezeAt: Date
  /** What became of the edition where its freeze no longer waits; null where it still may leave. */
  settled: string | null
}

/**
 * Who holds the edition of a feed day and since when; undefined where nobody does, and for one
 * that was sent or cancelled by hand all the same.
 */
export async function heldBy({ db }: { db: Db }, day: string): Promise<Hold | undefined> {
  const hold = await findHold(db, day)
  if (hold === undefined || hold.released_at !== null || hasLeft(await findEdition(db, day))) return undefined
  return { by: hold.held_by, at: hold.held_at, reason: hold.reason }
}

/** When the hold on a feed day's edition ended; undefined where there was none or it still stands. */
export async function releasedAt({ db }: { db: Db }, day: string): Promise<Date | undefined> {
  return (await findHold(db, day))?.released_at ?? undefined
}

/** The freeze that covers a feed day: the first DIGEST_TIME after it has closed. */
export function freezeOf(day: string, schedule: DigestSchedule): Date {
  return nextFreeze(new Date(closingTime(day).getTime() - 1), schedule)
}

/**
 * Holds the edition of a feed day: it is not frozen before it is released. A second time it
 * changes nothing, and it is too late once the freeze was settled: asked under the lock of
 * freezes, so that a hold which was taken is a freeze that waits. Throws DATE_INVALID, DATE_NOT_OPEN.
 */
export async function holdDay(
  { db, clock, config, words = english }: HoldDeps,
  { day, by, reason }: { day: string; by: string; reason: string | undefined }
): Promise<HoldOutcome> {
  refuseDay(day, clock)
  const freezeAt = freezeOf(day, config)
  return db.transaction().execute(async (trx) => {
    await lockFreezes(trx)
    const settled = await whySettled({ db: trx, config, words }, day)
    if (settled !== undefined) return { kind: 'too_late', reason: settled }
    const standing = await heldBy({ db: trx }, day)
    if (standing !== undefined) return { kind: 'already_held', ...standing, freezeAt }
    const hold = { by, at: clock.now(), reason: reason ?? null }
    await upsertHold(trx, { day, ...hold })
    return { kind: 'held', ...hold, freezeAt }
  })
}

/**
 * Ends the hold on a feed day's edition. One whose freeze has passed meanwhile leaves at once,
 * due from its planned time: nudge `plan`. Where nothing is held it changes nothing.
 */
export async function releaseDay(
  { db, clock, config, words = english }: HoldDeps,
  day: string
): Promise<ReleaseOutcome> {
  refuseDay(day, clock)
  const freezeAt = freezeOf(day, config)
  const released = await setReleased(db, day, clock.now())
  const settled = (await whySettled({ db, config, words }, day)) ?? null
  return { kind: released ? 'released' : 'not_held', freezeAt, settled }
}

/** Why the edition of a feed day can no longer be held; undefined where it can. */
export async function whySettled(
  { db, config, words }: { db: Db; config: DigestSchedule; words: Words },
  day: string
): Promise<string | undefined> {
  const edition = await findEdition(db, day)
  if (edition?.state === 'cancelled') return say(words, 'settled.cancelled', { day })
  if (hasLeft(edition)) return say(words, 'settled.left', { day })
  const freezeAt = freezeOf(day, config)
  const freeze = await findFreeze(db, freezeAt)
  // A freeze that waits for its day to be complete is not settled.
  if (freeze?.outcome === 'held') return undefined
  if (freeze !== undefined) return say(words, 'settled.is', { day, reason: freeze.reason })
  return freezeAt <= (await settledUntil(db)) ? say(words, 'settled.passed', { day }) : undefined
}

/** Whether an edition is past holding: one assembled by hand still waits for its freeze. */
function hasLeft(edition: { state: string; due_at: Date | null } | undefined): boolean {
  return edition !== undefined && (edition.state !== 'frozen' || edition.due_at !== null)
}

function refuseDay(day: string, clock: Clock): void {
  if (!isFeedDay(day)) throw new AppError('DATE_INVALID', `not a date: ${day} (YYYY-MM-DD)`)
  const open = openFeedDay(clock.now())
  if (day > open) throw new AppError('DATE_NOT_OPEN', `${day} has not begun: the open feed day is ${open}`)
}
