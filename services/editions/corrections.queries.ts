import { sql } from 'kysely'
import type { StoredTexts } from '../papers/mail-texts.ts'
import type { Db } from '../platform/database.ts'

export interface Withdrawn extends Pick<StoredTexts, 'title' | 'titleRuns'> {
  paperId: number
  arxivId: string | null
  codeUrl: string | null
  projectUrl: string | null
  editionId: number
  feedDay: string
}

/**
 * Papers withdrawn after `since` and after an edition was frozen that has them, once for each such
 * edition: the newest withdrawal first, and of a paper's editions the newest.
 */
export async function findWithdrawn(db: Db, since: Date): Promise<Withdrawn[]> {
  const { rows } = await sql<Withdrawn>`
    select p.id as "paperId", p.title, p.title_runs as "titleRuns", p.arxiv_id as "arxivId", p.code_url as "codeUrl", p.project_url as "projectUrl",
      e.id as "editionId", e.feed_day as "feedDay"
    from papers p
    join edition_places l on l.paper_id = p.id and l.kind <> 'correction'
    join editions e on e.id = l.edition_id
    where p.withdrawn_at > ${since} and p.withdrawn_at >= e.frozen_at
    group by p.id, e.id
    order by p.withdrawn_at desc, p.id, e.feed_day desc`.execute(db)
  return rows
}
