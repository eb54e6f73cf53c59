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
  summary: string | null
  machineSummary: string | null
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

/** Papers with one of the words. */
export function anyOf(words: readonly string[]): Wanted {
  return sql`(${sql.join(
    words.map((word) => sql`plainto_tsquery('english', ${word})`),
    sql` || `
  )})`
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
    select page.total::int as total, p.id, p.title, p.title_runs as "titleRuns", p.authors, p.abstract, p.summary, p.machine_summary as "machineSummary",
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

/**
 * For each word the one that was meant: itself where a paper has it or it is too short to tell, else
 * the word of a title, name or topic with the most trigrams in common; undefined where none is near.
 */
export async function findMeant(db: Db, words: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ word: string; meant: string }>`
    select w.word, case
      when length(w.word) < 4 or exists (select from papers where search @@ plainto_tsquery('english', w.word)) then w.word
      else near.word
    end as meant
    from unnest(${[...words]}::text[]) w (word)
    left join lateral (
      select v.word from paper_words v where v.word % w.word
      order by similarity(v.word, w.word) desc, abs(length(v.word) - length(w.word)), v.word limit 1
    ) near on true`.execute(db)
  return new Map(rows.flatMap(({ word, meant }) => (meant === null ? [] : [[word, meant] as const])))
}
