import { compileDigest, type DigestCredit, type DigestSegments } from '../mail/digest.ts'
import type { DigestPaper } from '../mail/digest-paper.ts'
import { identityOf } from '../mail/identity.ts'
import type { Templates } from '../mail/templates.ts'
import { rankedCandidates } from '../papers/candidates.ts'
import { isFeedDay, openFeedDay } from '../papers/feed-day.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { dayStanding } from './completeness.ts'
import { corrections } from './corrections.ts'
import { editionCredit, editionNote } from './edition-note.ts'
import { type FrozenRevision, findEdition, insertEdition, insertRevision } from './editions.queries.ts'
import type { Extra, FrozenExtra } from './extra.ts'
import { insertExtras } from './extras.queries.ts'
import { lateRisers } from './late-risers.ts'

/** The pool of an edition: more than anybody reads, room for topics. */
const poolSize = 200

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

  const candidates = await rankedCandidates({ db, clock }, { day, size: config.digestSize })
  if (candidates.length < minimum) return { kind: 'too_few', candidates: candidates.length }
  const pool = candidates.slice(0, poolSize)
  const frozen = freeze(
    { config, templates },
    {
      day,
      candidates: candidates.length,
      note: editionNote({ day, standing: await dayStanding({ db, config }, day) }),
      credit: editionCredit(pool),
      papers: pool.map(({ id, mail }) => ({ paperId: id, mail })),
      extras: [
        ...(await lateRisers({ db, clock }, { day, size: config.digestSize })),
        ...(await corrections({ db, clock }))
      ]
    }
  )
  const editionId = await insertEdition(db, { day, frozenAt: clock.now() })
  if (editionId === undefined) {
    const other = await findEdition(db, day)
    if (other === undefined) throw new Error(`the edition of ${day} vanished while it was made`)
    return { kind: 'exists', editionId: other.id }
  }
  await insertRevision(db, editionId, 1, frozen, clock.now())
  await insertExtras(db, { editionId, revision: 1 }, frozen)
  return { kind: 'assembled', editionId, papers: frozen.papers.length, candidates: candidates.length }
}

/** Compiles a pool into what is stored. */
export function freeze(
  { config, templates }: { config: Config; templates: Templates },
  content: {
    day: string | undefined
    candidates: number
    note: string | undefined
    credit: DigestCredit | undefined
    papers: { paperId: number | null; mail: DigestPaper }[]
    /** At most 56, late risers first. */
    extras: Extra[]
  }
): FrozenRevision & { headings: DigestSegments['headings']; extras: FrozenExtra[] } {
  const selected = Math.min(config.digestSize, content.papers.length)
  const papers = content.papers.map(({ mail }) => mail)
  const compiled = compileDigest(templates, identityOf(config), {
    day: content.day,
    papers,
    selected,
    candidates: content.candidates,
    note: content.note,
    credit: content.credit,
    extras: content.extras
  })
  return {
    ...compiled,
    selected,
    candidates: content.candidates,
    papers: content.papers.map(({ paperId, mail }, position) => {
      const html = compiled.htmlBlocks[position]
      const text = compiled.textBlocks[position]
      const shorter = compiled.shorter[position]
      if (html === undefined || text === undefined || shorter === undefined)
        throw new Error(`no block was compiled for paper ${position}`)
      const { brief, title: titleAlone } = shorter
      return { paperId, title: mail.title, reason: mail.reason, full: { html, text }, brief, titleAlone }
    }),
    extras: content.extras.map(({ paperId, ofEditionId, paper }, slot) => {
      const block = compiled.extras[slot]
      if (block === undefined) throw new Error(`no block was compiled for extra ${slot}`)
      return { ...block, paperId, ofEditionId, reason: paper.reason }
    })
  }
}
