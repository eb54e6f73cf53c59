import { sampleCandidates } from '../papers/candidates.ts'
import type { AssembleDeps } from './assemble-edition.ts'
import { findEdition, findRevision, insertEdition } from './editions.queries.ts'
import { freeze } from './freeze-content.ts'
import { lockEdition } from './sending.queries.ts'
import { storeRevision } from './store-revision.ts'

/**
 * Makes the sample edition that local mode shows and mails as a welcome until there is a
 * real one: no date, never planned, its papers in no table. Made anew, as a further
 * revision, when the templates or the configuration changed what it looks like.
 * Returns its id.
 */
export async function ensureSampleEdition(deps: AssembleDeps): Promise<number> {
  return deps.db.transaction().execute((trx) => makeSampleEdition({ ...deps, db: trx }))
}

/** The same inside a transaction of the caller's. */
export async function makeSampleEdition({ db, clock, config, templates }: AssembleDeps): Promise<number> {
  const papers = sampleCandidates(templates.words)
  const frozen = freeze(
    { config, templates },
    {
      day: undefined,
      candidates: papers.length,
      note: undefined,
      credit: undefined,
      papers: papers.map(({ mail }) => ({ paperId: null, mail })),
      extras: []
    }
  )
  const inserted = await insertEdition(db, { day: null, frozenAt: clock.now() })
  const found = await findEdition(db, null)
  const edition = found === undefined ? undefined : await lockEdition(db, found.id)
  if (edition === undefined) throw new Error('the sample edition vanished while it was made')
  const current = await findRevision(db, edition.id, edition.revision)
  if (current?.content_hash.equals(frozen.contentHash)) return edition.id
  const revision = inserted === undefined ? edition.revision + 1 : 1
  await storeRevision(db, { editionId: edition.id, revision }, frozen, clock.now())
  return edition.id
}
