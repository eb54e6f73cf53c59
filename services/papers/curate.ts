import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseArxivId } from './arxiv-id.ts'
import { type Act, type CuratedPaper, findCurated, findCurations, insertCuration } from './curations.queries.ts'
import { findPapers, lockPapers } from './import.queries.ts'

export interface Curation {
  /** Who acts, to be named in the reason that readers see. */
  by: string
  note: string | undefined
}

/** `unchanged`: it was done before, in the same words. */
export type CurateOutcome = { kind: 'pinned' | 'dropped' | 'unchanged'; paper: CuratedPaper }

/**
 * Puts a paper in front of the score, behind those pinned before it, also one that no list of
 * the last days has. `id` is ours or an arXiv id. A second time changes nothing but the note.
 * Throws PAPER_UNKNOWN, and PAPER_DROPPED because drops are final.
 */
export function pinPaper(deps: { db: Db; clock: Clock }, pin: Curation & { id: string }): Promise<CurateOutcome> {
  return curate(deps, { ...pin, act: 'pin' })
}

/** Keeps a paper out of every edition to come, for good, whatever was or will be said of it. Throws PAPER_UNKNOWN. */
export function dropPaper(deps: { db: Db; clock: Clock }, drop: Curation & { id: string }): Promise<CurateOutcome> {
  return curate(deps, { ...drop, act: 'drop' })
}

async function curate(
  { db, clock }: { db: Db; clock: Clock },
  { id, act, by, note }: Curation & { id: string; act: 'pin' | 'drop' }
): Promise<CurateOutcome> {
  return db.transaction().execute(async (trx) => {
    await lockPapers(trx)
    const paper = await findPaper(trx, id)
    const written = await writeCuration(trx, { paper, act, by, note }, clock.now())
    return { kind: written ? (act === 'pin' ? 'pinned' : 'dropped') : 'unchanged', paper }
  })
}

/**
 * Records what a curator did with a paper; false where it says nothing new: who repeats an act
 * without a note, or with the same, has not done another. The caller holds the lock of papers.
 * Throws PAPER_DROPPED.
 */
export async function writeCuration(
  trx: Db,
  { paper, act, by, note }: Curation & { paper: CuratedPaper; act: Act },
  now: Date
): Promise<boolean> {
  const before = await findCurations(trx, paper.id)
  const drop = before.find((curation) => curation.act === 'drop')
  if (drop !== undefined && act !== 'drop')
    throw new AppError(
      'PAPER_DROPPED',
      `${drop.curator} dropped "${paper.title}" on ${drop.at.toISOString().slice(0, 10)}; drops are final`
    )
  const last = before.findLast((curation) => curation.act === act)
  if (last !== undefined && (note === undefined || note === last.note)) return false
  await insertCuration(trx, { paperId: paper.id, act, by, note: note ?? null, at: now })
  return true
}

async function findPaper(trx: Db, id: string): Promise<CuratedPaper> {
  const arxivId = parseArxivId(id)
  const ours = /^\d{1,15}$/.test(id) ? Number(id) : undefined
  const known = arxivId === undefined ? undefined : (await findPapers(trx, [`arxiv:${arxivId}`])).papers[0]?.id
  const found = ours ?? known
  const paper = found === undefined ? undefined : await findCurated(trx, found)
  if (paper === undefined) throw new AppError('PAPER_UNKNOWN', `no paper here has the id ${id}`)
  return paper
}
