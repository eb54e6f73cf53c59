import { rankedCandidates } from '../papers/candidates.ts'
import { mailTexts } from '../papers/mail-texts.ts'
import { paperLinks } from '../papers/paper-links.ts'
import { AppError } from '../platform/errors.ts'
import type { AssembleDeps } from './assemble-edition.ts'
import { findEdition } from './editions.queries.ts'
import type { Extra } from './extra.ts'
import { freezeDay } from './freeze-day.ts'
import { findExtras, type StoredExtra } from './revised-extras.queries.ts'
import { lockEdition } from './sending.queries.ts'
import { storeRevision } from './store-revision.ts'

export interface Revised {
  editionId: number
  revision: number
  papers: number
  /** How many of the pool who has no selection of his own gets. */
  selected: number
}

/**
 * Freezes an edition anew that has not been sent: its papers as they are known now, without what a curator dropped
 * or its authors withdrew, with what was pinned or added since. Its late risers and corrections keep their
 * places, which planned selections name. Readers whose mail was not handed yet get it; the archive keeps
 * both. Run it in a transaction. Throws EDITION_UNKNOWN, EDITION_STATE, EDITION_EMPTY.
 */
export async function reviseEdition(deps: AssembleDeps, day: string): Promise<Revised> {
  const { db, clock, config } = deps
  const found = await findEdition(db, day)
  const held = found && (await lockEdition(db, found.id))
  if (found === undefined || held === undefined) throw new AppError('EDITION_UNKNOWN', `there is no edition of ${day}`)
  const edition = (await findEdition(db, day)) ?? found
  if (!['frozen', 'sending', 'paused'].includes(edition.state))
    throw new AppError(
      'EDITION_STATE',
      `the edition of ${day} is ${edition.state}: there is nobody left to revise it for`
    )

  const candidates = await rankedCandidates(
    { db, clock, words: deps.templates.words },
    { day, size: config.digestSize, revised: edition.id }
  )
  if (candidates.length === 0) throw new AppError('EDITION_EMPTY', `there is no paper left for the edition of ${day}`)
  const extras = (await findExtras(db, edition.id, edition.revision)).map(again)
  const frozen = await freezeDay(deps, { day, candidates, extras })
  const revision = edition.revision + 1
  await storeRevision(db, { editionId: edition.id, revision }, frozen, clock.now())
  return { editionId: edition.id, revision, papers: frozen.papers.length, selected: frozen.selected }
}

function again({ kind, paperId, editionId, reason, authors, ...paper }: StoredExtra): Extra {
  const correction = kind === 'correction'
  return {
    kind,
    paperId,
    ofEditionId: editionId,
    paper: {
      // A correction names the paper and says no more of it.
      ...mailTexts(
        correction ? { ...paper, abstract: null, abstractRuns: null, summary: null, machineSummary: null } : paper
      ),
      authors: correction ? [] : authors,
      reason,
      topics: [],
      links: paperLinks(paper)
    }
  }
}
