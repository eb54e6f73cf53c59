import type { Templates } from '../mail/templates.ts'
import { rankedCandidates } from '../papers/candidates.ts'
import { isFeedDay, openFeedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { corrections } from './corrections.ts'
import { findEdition, insertEdition } from './editions.queries.ts'
import { freezeDay } from './freeze-day.ts'
import { lateRisers } from './late-risers.ts'
import { storeRevision } from './store-revision.ts'

export interface AssembleDeps {
  db: Db
  clock: Clock
  config: Config
  templates: Templates
}

export type AssembleOutcome =
  | { kind: 'assembled'; editionId: number; papers: number; candidates: number }
  | { kind: 'exists'; editionId: number }
  /** `minimum` not reached; nothing was written. */
  | { kind: 'too_few'; candidates: number }

/**
 * Freezes the edition of a feed day: ranks what is listed on it and what the days before
 * it still owe, adds late risers and corrections, compiles the mail once, and stores all of
 * it. Extras alone make no edition. A second time it changes nothing.
 * Run it in a transaction. Throws DATE_INVALID, and DATE_NOT_OPEN for a day to come.
 */
export async function assembleEdition(
  { db, clock, config, templates }: AssembleDeps,
  { day, minimum }: { day: string; minimum: number }
): Promise<AssembleOutcome> {
  if (!isFeedDay(day)) throw new AppError('DATE_INVALID', `not a date: ${day} (YYYY-MM-DD)`)
  if (day > openFeedDay(clock.now()))
    throw new AppError('DATE_NOT_OPEN', `${day} has not begun: the open feed day is ${openFeedDay(clock.now())}`)
  const existing = await findEdition(db, day)
  if (existing !== undefined) return { kind: 'exists', editionId: existing.id }

  const { words } = templates
  const candidates = await rankedCandidates({ db, clock, words }, { day, size: config.digestSize })
  if (candidates.length < minimum) return { kind: 'too_few', candidates: candidates.length }
  const frozen = await freezeDay(
    { db, config, templates },
    {
      day,
      candidates,
      extras: [
        ...(await lateRisers({ db, clock, words }, { day, size: config.digestSize })),
        ...(await corrections({ db, clock, words }))
      ]
    }
  )
  const editionId = await insertEdition(db, { day, frozenAt: clock.now() })
  if (editionId === undefined) {
    const other = await findEdition(db, day)
    if (other === undefined) throw new Error(`the edition of ${day} vanished while it was made`)
    return { kind: 'exists', editionId: other.id }
  }
  await storeRevision(db, { editionId, revision: 1 }, frozen, clock.now())
  return { kind: 'assembled', editionId, papers: frozen.papers.length, candidates: candidates.length }
}
