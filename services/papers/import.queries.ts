import { type Selectable, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { PaperListings, PaperNames, Papers } from '../platform/database-types.ts'
import type { Run } from './clean-text/run.ts'
import { namesBy } from './paper-names.ts'

interface Runs {
  title_runs: Run[] | null
  abstract_runs: Run[] | null
}

/** A paper's own columns, without its listings. */
export type PaperRow = Omit<Selectable<Papers>, 'created_at' | 'updated_at' | 'merged_into' | 'search' | keyof Runs> &
  Runs
export type NewPaper = Omit<PaperRow, 'id'>

/** A stored paper. */
export interface KnownPaper extends PaperRow {
  /** In the pool of an edition that was not cancelled. */
  inPool: boolean
}

export interface KnownPapers {
  papers: KnownPaper[]
  /** Which paper a further name means. */
  names: Selectable<PaperNames>[]
}

export type NewListing = Omit<Selectable<PaperListings>, 'first_seen_at'>

// A statement takes 65,535 values and a paper has about twenty.
const rowsAtOnce = 2000

const paperColumns = [
  'p.id',
  'p.arxiv_id',
  'p.title',
  'p.title_runs',
  'p.title_key',
  'p.authors',
  'p.abstract',
  'p.abstract_runs',
  'p.summary',
  'p.published_on',
  'p.code_url',
  'p.project_url',
  'p.topics',
  'p.doi',
  'p.organization',
  'p.version',
  'p.withdrawn_at',
  'p.machine_summary',
  'p.discussion_url',
  'p.text_source'
] as const

/** One writer of papers at a time: two imports of one file must not both find a paper missing. */
export async function lockPapers(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('daily-papers/papers'))`.execute(db)
}

/** The papers that have, or once had, one of these names (paper-names.ts). */
export async function findPapers(db: Db, names: readonly string[]): Promise<KnownPapers> {
  const further = await db
    .selectFrom('paper_names')
    .selectAll()
    .where('name', '=', sql<string>`any(${names})`)
    .execute()
  const papers = await db
    .selectFrom('papers as p')
    .select(paperColumns)
    .select(
      sql<boolean>`exists (select from edition_papers ep join editions e on e.id = ep.edition_id
        where ep.paper_id = p.id and e.state <> 'cancelled')`.as('inPool')
    )
    .where('p.merged_into', 'is', null)
    .where(({ eb, or }) =>
      or([
        eb('p.arxiv_id', '=', sql<string>`any(${namesBy('arxiv', names)})`),
        eb('p.doi', '=', sql<string>`any(${namesBy('doi', names)})`),
        eb('p.title_key', '=', sql<string>`any(${namesBy('title', names)})`),
        eb('p.id', '=', sql<number>`any(${further.map(({ paper_id }) => paper_id)})`)
      ])
    )
    .$castTo<KnownPaper>()
    .execute()
  return { papers, names: further }
}

/** Returns the new papers' ids by title_key. */
export async function insertPapers(db: Db, papers: readonly NewPaper[], now: Date): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (let at = 0; at < papers.length; at += rowsAtOnce) {
    const rows = await db
      .insertInto('papers')
      .values(
        papers.slice(at, at + rowsAtOnce).map((paper) => ({ ...stored(paper), created_at: now, updated_at: now }))
      )
      .returning(['id', 'title_key'])
      .execute()
    for (const { id, title_key } of rows) ids.set(title_key, id)
  }
  return ids
}

export async function updatePaper(db: Db, { id, ...columns }: PaperRow, now: Date): Promise<void> {
  await db
    .updateTable('papers')
    .set({ ...stored(columns), updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** pg writes a list as an array of PostgreSQL, which is no JSON. */
function stored<Row extends Runs>(row: Row) {
  const json = (runs: Run[] | null) => (runs === null ? null : JSON.stringify(runs))
  return { ...row, title_runs: json(row.title_runs), abstract_runs: json(row.abstract_runs) }
}

/** Remembers further names of papers; a name that meant another paper means this one from now on. */
export async function upsertNames(db: Db, names: readonly Selectable<PaperNames>[]): Promise<void> {
  for (let at = 0; at < names.length; at += rowsAtOnce) {
    await db
      .insertInto('paper_names')
      .values(names.slice(at, at + rowsAtOnce))
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet(({ ref }) => ({ paper_id: ref('excluded.paper_id') }))
      )
      .execute()
  }
}

/** Puts papers on a list, or in another place on it; returns the ids of those for which that changed something. */
export async function upsertListings(db: Db, listings: readonly NewListing[], now: Date): Promise<Set<number>> {
  const changed = new Set<number>()
  for (let at = 0; at < listings.length; at += rowsAtOnce) {
    const rows = await db
      .insertInto('paper_listings')
      .values(listings.slice(at, at + rowsAtOnce).map((listing) => ({ ...listing, first_seen_at: now })))
      .onConflict((conflict) =>
        conflict
          .columns(['feed_day', 'source', 'paper_id'])
          .doUpdateSet(({ ref }) => ({ position: ref('excluded.position'), votes: ref('excluded.votes') }))
          .where(
            sql<boolean>`(paper_listings.position, paper_listings.votes) is distinct from (excluded.position, excluded.votes)`
          )
      )
      .returning('paper_id')
      .execute()
    for (const { paper_id } of rows) changed.add(paper_id)
  }
  return changed
}
