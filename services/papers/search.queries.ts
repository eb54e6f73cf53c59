import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Run } from './clean-text/run.ts'
import { listingSources } from './list-sources.ts'

/** A paper as a search finds it. */
export interface FoundRow {
  id: number
  title: string
  titleRuns: Run[] | null
  authors: string[]
  abstract: string | null
  abstractRuns: Run[] | null
  summary: string | null
  machineSummary: string | null
  discussionUrl: string | null
  publishedOn: string | null
  arxivId: string | null
  withdrawn: boolean
  /** The newest feed day it was listed on. */
  feedDay: string | null
}

/** What is searched for: a tsquery. */
export type Wanted = RawBuilder<unknown>

/** As people write it: words, "phrases", -without. Whatever they write, it is a query. */
export function asked(question: string): Wanted {
  return sql`websearch_to_tsquery('english', papers_folded(${question}))`
}

/** Papers with one of the words, further asked as people write it. */
export function anyOf(words: readonly string[], further: string): Wanted {
  return sql`((${sql.join(
    words.map((word) => sql`plainto_tsquery('english', ${word})`),
    sql` || `
  )}) && ${asked(further)})`
}

/** So many of the matches are ranked, the newest: a word that half of all papers have is no question of rank. */
export const mostRanked = 1000

/** What anybody may find: papers that were listed, without what a curator dropped. */
const shown = sql`p.merged_into is null
  and exists (select from paper_listings l where l.paper_id = p.id and l.source = any(${listingSources}))
  and not exists (select from curations c where c.paper_id = p.id and c.act = 'drop')`

/** One page of what matches, the best first, and how many match, at most `mostRanked`. */
export async function findMatches(
  db: Db,
  wanted: Wanted,
  { offset, limit }: { offset: number; limit: number }
): Promise<{ total: number; rows: FoundRow[] }> {
  const { rows } = await sql<FoundRow & { total: number }>`
    with hits as (
      -- 1: a long abstract counts for no more than a short one. The newer of two equals comes first.
      select p.id, ts_rank('{0.1, 0.3, 0.5, 1.0}', p.search, ${wanted}, 1) as rank
      from papers p where p.search @@ ${wanted} and ${shown}
      order by p.id desc limit ${mostRanked}
    ),
    page as (
      select id, rank, count(*) over () as total from hits order by rank desc, id desc offset ${offset} limit ${limit}
    )
    select page.total::int as total, p.id, p.title, p.title_runs as "titleRuns", p.authors, p.abstract,
      p.abstract_runs as "abstractRuns", p.summary, p.machine_summary as "machineSummary", p.discussion_url as "discussionUrl",
      p.published_on as "publishedOn", p.arxiv_id as "arxivId", p.withdrawn_at is not null as withdrawn,
      (select max(feed_day) from paper_listings l where l.paper_id = p.id and l.source = any(${listingSources})) as "feedDay"
    from page join papers p on p.id = page.id order by page.rank desc, p.id desc`.execute(db)
  return { total: rows[0]?.total ?? 0, rows }
}

/** Whether a question has words at all: one of stop words alone matches nothing. */
export async function isEmptyQuery(db: Db, wanted: Wanted): Promise<boolean> {
  const { rows } = await sql<{ nodes: number }>`select numnode(${wanted}) as nodes`.execute(db)
  return rows[0]?.nodes === 0
}

/** A word of a question, and those of titles, names and topics that look like it, the likest first. */
export interface Alike {
  word: string
  /** Whether a paper has it, or it is too short to tell what else was meant. */
  known: boolean
  alike: string[]
}

const mostAlike = 10

export async function findAlike(db: Db, words: readonly string[]): Promise<Alike[]> {
  const query = sql<Alike>`
    select w.word, known, array(
      select v.word from paper_words v where not known and v.word % w.word
      order by similarity(v.word, w.word) desc, v.word limit ${mostAlike}
    ) as alike
    from unnest(${[...words]}::text[]) with ordinality w (word, place), lateral (
      select length(w.word) < 4 or exists (select from papers where search @@ plainto_tsquery('english', w.word)) as known
    ) k order by place`
  return db.transaction().execute(async (trx) => {
    // A word of six letters with two exchanged has a quarter of its trigrams left; what is too far is told by letters.
    await sql`set local pg_trgm.similarity_threshold = 0.2`.execute(trx)
    return (await query.execute(trx)).rows
  })
}
