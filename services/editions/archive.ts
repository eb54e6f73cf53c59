import type { Db } from '../platform/database.ts'
import {
  type Appearance,
  type EditionFacts,
  findAppearances,
  findEditionFacts,
  findLeadingTitles,
  findNeighbours,
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

export interface EditionSurroundings {
  /** Days of the editions before and after, of those that have begun to leave. */
  previous: string | null
  next: string | null
  /** Of the papers that the edition begins with. */
  titles: string[]
}

/** What a page that shows an edition leads to, and what it is about. `day` null is the sample, which stands alone. */
export async function editionSurroundings({ db }: { db: Db }, day: string | null): Promise<EditionSurroundings> {
  const [beside, titles] = await Promise.all([
    day === null ? { previous: null, next: null } : findNeighbours(db, day),
    findLeadingTitles(db, day, 4)
  ])
  return { ...beside, titles }
}
