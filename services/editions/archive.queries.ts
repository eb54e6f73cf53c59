import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export interface EditionFacts {
  day: string
  revision: number
  state: string
  frozenAt: Date
  subject: string
  renderer: string
  /** SHA-256 of the compiled segments, hex. */
  hash: string
  /** In the pool, and how many of them a mail shows. */
  papers: number
  selected: number
  /** The revisions before this one, which readers may have got whose mail was handed over by then; the first first. */
  earlier: { revision: number; frozenAt: Date; hash: string }[]
}

/** What the archive says about the edition of a day; undefined where there is none. */
export async function findEditionFacts(db: Db, day: string): Promise<EditionFacts | undefined> {
  const { rows } = await sql<Omit<EditionFacts, 'earlier'> & { id: number }>`
    select e.id, e.feed_day as day, e.revision, e.state, r.frozen_at as "frozenAt", r.subject, r.renderer,
      encode(r.content_hash, 'hex') as hash, r.selected,
      (select count(*)::int from edition_papers p where p.edition_id = r.edition_id and p.revision = r.revision) as papers
    from editions e join edition_revisions r on r.edition_id = e.id and r.revision = e.revision
    where e.feed_day = ${day} and e.state <> 'cancelled'`.execute(db)
  const [found] = rows
  if (found === undefined) return undefined
  const { id, ...facts } = found
  return { ...facts, earlier: facts.revision === 1 ? [] : await findEarlier(db, id, facts.revision) }
}

async function findEarlier(db: Db, editionId: number, revision: number): Promise<EditionFacts['earlier']> {
  const { rows } = await sql<EditionFacts['earlier'][number]>`
    select revision, frozen_at as "frozenAt", encode(content_hash, 'hex') as hash from edition_revisions
    where edition_id = ${editionId} and revision < ${revision} order by revision`.execute(db)
  return rows
}

/** A paper's place in an edition. */
export interface Appearance {
  day: string
  kind: 'pool' | 'late_riser' | 'correction'
  /** From 1, in the pool; of an extra null. */
  place: number | null
  reason: string
}

/** The editions that a paper was in, also under the ids of papers merged into it; the newest first. */
export async function findAppearances(db: Db, paperId: number): Promise<Appearance[]> {
  const { rows } = await sql<Appearance>`
    with same as (select id from papers where id = ${paperId} or merged_into = ${paperId})
    select e.feed_day as day, 'pool' as kind, p.position + 1 as place, p.reason
    from edition_papers p join editions e on e.id = p.edition_id and e.revision = p.revision
    where p.paper_id in (select id from same) and e.feed_day is not null and e.state <> 'cancelled'
    union all
    select e.feed_day, x.kind, null, x.reason
    from edition_extras x join editions e on e.id = x.edition_id and e.revision = x.revision
    where x.paper_id in (select id from same) and e.feed_day is not null and e.state <> 'cancelled'
    order by day desc, place nulls last`.execute(db)
  return rows
}

/** The papers of the day's edition that a mail without a selection shows, in their order; undefined: no edition. */
export async function findShownPapers(db: Db, day: string): Promise<number[] | undefined> {
  const { rows } = await sql<{ id: number | null }>`
    select p.paper_id as id
    from editions e
    join edition_revisions r on r.edition_id = e.id and r.revision = e.revision
    join edition_papers p on p.edition_id = r.edition_id and p.revision = r.revision and p.position < r.selected
    where e.feed_day = ${day} and e.state <> 'cancelled' order by p.position`.execute(db)
  return rows.length === 0 ? undefined : rows.flatMap(({ id }) => (id === null ? [] : [id]))
}

/** The days of the editions before and after a day that have begun to leave. */
export async function findNeighbours(db: Db, day: string): Promise<{ previous: string | null; next: string | null }> {
  const { rows } = await sql<{ previous: string | null; next: string | null }>`
    select max(feed_day) filter (where feed_day < ${day}) as previous,
      min(feed_day) filter (where feed_day > ${day}) as next
    from editions where state in ('sending', 'paused', 'sent')`.execute(db)
  return rows[0] ?? { previous: null, next: null }
}

/** The titles of the first papers of an edition that a mail without a selection shows. */
export async function findLeadingTitles(db: Db, day: string | null, atMost: number): Promise<string[]> {
  const { rows } = await sql<{ title: string }>`
    select p.title
    from editions e
    join edition_revisions r on r.edition_id = e.id and r.revision = e.revision
    join edition_papers p on p.edition_id = r.edition_id and p.revision = r.revision and p.position < r.selected
    where e.feed_day is not distinct from ${day} order by p.position limit ${atMost}`.execute(db)
  return rows.map(({ title }) => title)
}
