import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Run } from './clean-text/run.ts'
import { listingSources } from './list-sources.ts'

/** A paper with everything that its own page shows. */
export interface RecordRow {
  id: number
  /** The paper that this one turned out to be. */
  mergedInto: number | null
  arxivId: string | null
  doi: string | null
  version: number
  title: string
  titleRuns: Run[] | null
  authors: string[]
  abstract: string | null
  abstractRuns: Run[] | null
  summary: string | null
  machineSummary: string | null
  publishedOn: string | null
  codeUrl: string | null
  projectUrl: string | null
  discussionUrl: string | null
  topics: string[]
  organization: string | null
  withdrawnAt: Date | null
  /** Feed days it was listed on, newest first. */
  days: string[]
  /** As told last. */
  votes: number | null
  stars: number | null
  /** In the pool of an edition, whoever lists it. */
  inEdition: boolean
  /** By a curator, out of every list. */
  dropped: boolean
}

/** Papers by their ids, in no order; ids that nobody has are left out. */
export async function findRecords(db: Db, ids: readonly number[]): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    select p.id, p.merged_into as "mergedInto", p.arxiv_id as "arxivId", p.doi, p.version, p.title,
      p.title_runs as "titleRuns", p.authors, p.abstract, p.abstract_runs as "abstractRuns", p.summary,
      p.machine_summary as "machineSummary", p.published_on as "publishedOn", p.code_url as "codeUrl",
      p.project_url as "projectUrl", p.discussion_url as "discussionUrl", p.topics, p.organization,
      p.withdrawn_at as "withdrawnAt", latest.votes, latest.stars,
      -- As text: an array of dates comes as instants.
      array(select distinct feed_day::text from paper_listings
            where paper_id = p.id and source = any(${listingSources}) order by 1 desc) as days,
      exists (select from edition_papers ep where ep.paper_id = p.id) as "inEdition",
      exists (select from curations c where c.paper_id = p.id and c.act = 'drop') as dropped
    from papers p
    left join lateral (
      select votes, stars from paper_snapshots where paper_id = p.id order by seen_at desc limit 1
    ) latest on true
    where p.id = any(${[...ids]}::bigint[])`.execute(db)
  return rows
}
