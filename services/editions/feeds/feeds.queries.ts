import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export interface EntryRow {
  day: string
  subject: string
  /** The first freeze of the day, and that of the revision shown. */
  publishedAt: Date
  updatedAt: Date
  selected: number
  candidates: number
  /** Of a paper frozen before blocks were kept there are only title and reason. */
  papers: { title: string; reason: string; block: string | null; paperId: number | null }[]
}

/** Days whose edition was cancelled or has not begun to leave are in no feed. */
const shown = sql`e.feed_day is not null and e.state in ('sending', 'paused', 'sent')`

/**
 * The newest editions with the papers of their entries: what a reader without a selection gets, or
 * where a topic is asked for what the whole pool has of it. Editions without such a paper are left out.
 */
export async function findEntries(
  db: Db,
  { topic, limit, day }: { topic?: string; limit: number; day?: string }
): Promise<EntryRow[]> {
  const wanted = topic === undefined ? sql`p.position < r.selected` : sql`p.topics @> array[${topic}]`
  const { rows } = await sql<EntryRow>`
    select e.feed_day as day, r.subject, e.frozen_at as "publishedAt", r.frozen_at as "updatedAt", r.selected, r.candidates,
      (select json_agg(json_build_object('title', p.title, 'reason', p.reason, 'block', p.feed_block, 'paperId', p.paper_id)
         order by p.position)
       from edition_papers p where p.edition_id = r.edition_id and p.revision = r.revision and ${wanted}) as papers
    from editions e join edition_revisions r on r.edition_id = e.id and r.revision = e.revision
    where ${day === undefined ? shown : sql`e.feed_day = ${day}`}
      and exists (select from edition_papers p where p.edition_id = r.edition_id and p.revision = r.revision and ${wanted})
    order by e.feed_day desc limit ${limit}`.execute(db)
  return rows
}
