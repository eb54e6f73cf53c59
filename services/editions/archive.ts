import type { Db } from '../platform/database.ts'
import {
  type Appearance,
  type EditionFacts,
  findAppearances,
  findEditionFacts,
  findShownPapers
} from './archive.queries.ts'

export type { Appearance, EditionFacts }

/** What the archive says about the edition of a feed day; undefined where there is none, or it was cancelled. */
export async function editionFacts({ db }: { db: Db }, day: string): Promise<EditionFacts | undefined> {
  return findEditionFacts(db, day)
}

/** The editions that a paper was in and why, the newest first. */
export async function appearancesOf({ db }: { db: Db }, paperId: number): Promise<Appearance[]> {
  return findAppearances(db, paperId)
}

/** The ids of the papers that the mail of a day shows, in their order; undefined where there is no edition. */
export async function papersOfEdition({ db }: { db: Db }, day: string): Promise<number[] | undefined> {
  return findShownPapers(db, day)
}
