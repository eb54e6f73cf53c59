import { sql } from 'kysely'
import type { ExtraKind } from '../mail/digest-extras.ts'
import type { StoredTexts } from '../papers/mail-texts.ts'
import type { Db } from '../platform/database.ts'

export interface StoredExtra extends StoredTexts {
  kind: ExtraKind
  paperId: number
  editionId: number
  reason: string
  arxivId: string | null
  authors: string[]
  codeUrl: string | null
  projectUrl: string | null
}

/** The extras of a revision by slot, with their papers as they are now. */
export async function findExtras(db: Db, editionId: number, revision: number): Promise<StoredExtra[]> {
  const { rows } = await sql<StoredExtra>`
    select x.kind, p.id as "paperId", x.of_edition_id as "editionId", x.reason, p.title, p.arxiv_id as "arxivId", p.authors,
      p.abstract, p.summary, p.machine_summary as "machineSummary", p.discussion_url as "discussionUrl",
      p.title_runs as "titleRuns", p.abstract_runs as "abstractRuns", p.code_url as "codeUrl", p.project_url as "projectUrl"
    from edition_extras x join papers first on first.id = x.paper_id join papers p on p.id = coalesce(first.merged_into, first.id)
    where x.edition_id = ${editionId} and x.revision = ${revision} order by x.slot`.execute(db)
  return rows
}
