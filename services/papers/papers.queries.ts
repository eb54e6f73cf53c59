import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** A paper with its place on the list of a day. */
export interface ListedPaper {
  id: number
  arxivId: string | null
  title: string
  titleKey: string
  authors: string[]
  abstract: string | null
  summary: string | null
  publishedOn: string | null
  codeUrl: string | null
  projectUrl: string | null
  topics: string[]
  feedDay: string
  source: string
  position: number
  votes: number | null
}

/**
 * The papers listed on feed days in (after, until], each once: on its newest day, and there
 * under the source that tells the most votes.
 */
export function findListed(db: Db, { after, until }: { after: string; until: string }): Promise<ListedPaper[]> {
  return listed(db, after, until).execute()
}

/** The same, without what is in the pool of an edition that was not cancelled. */
export function findUnsent(db: Db, { after, until }: { after: string; until: string }): Promise<ListedPaper[]> {
  return listed(db, after, until)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('edition_papers as ep')
            .innerJoin('editions as e', 'e.id', 'ep.edition_id')
            .select(sql`1`.as('one'))
            .whereRef('ep.paper_id', '=', 'p.id')
            .where('e.state', '<>', 'cancelled')
        )
      )
    )
    .execute()
}

function listed(db: Db, after: string, until: string) {
  return db
    .selectFrom('paper_listings as l')
    .innerJoin('papers as p', 'p.id', 'l.paper_id')
    .distinctOn('l.paper_id')
    .where('l.feed_day', '>', after)
    .where('l.feed_day', '<=', until)
    .orderBy('l.paper_id')
    .orderBy('l.feed_day', 'desc')
    .orderBy(sql`l.votes desc nulls last`)
    .orderBy('l.position')
    .select([
      'p.id',
      'p.arxiv_id as arxivId',
      'p.title',
      'p.title_key as titleKey',
      'p.authors',
      'p.abstract',
      'p.summary',
      'p.published_on as publishedOn',
      'p.code_url as codeUrl',
      'p.project_url as projectUrl',
      'p.topics',
      'l.feed_day as feedDay',
      'l.source',
      'l.position',
      'l.votes'
    ])
}

/** The nearest day before or after a day that papers were listed on. */
export async function findNeighbour(db: Db, side: 'before' | 'after', day: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('paper_listings')
    .select('feed_day')
    .where('feed_day', side === 'before' ? '<' : '>', day)
    .orderBy('feed_day', side === 'before' ? 'desc' : 'asc')
    .limit(1)
    .executeTakeFirst()
  return row?.feed_day
}

export async function findNewestDay(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('paper_listings')
    .select('feed_day')
    .orderBy('feed_day', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.feed_day
}
