import { isDeepStrictEqual } from 'node:util'
import type { KnownPaper, KnownPapers, PaperRow } from './import.queries.ts'
import { namesOf } from './paper-names.ts'

/** Every name that means a known paper. What a paper is called now goes before what another was called once. */
export function indexed({ papers, names }: KnownPapers): Map<string, KnownPaper> {
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  const byName = new Map<string, KnownPaper>()
  for (const { name, paper_id } of names) {
    const paper = byId.get(paper_id)
    if (paper !== undefined) byName.set(name, paper)
  }
  for (const paper of papers) for (const name of namesOf({ ...paper, arxivId: paper.arxiv_id })) byName.set(name, paper)
  return byName
}

/** Whether two rows say the same. */
export function same(one: PaperRow, other: PaperRow): boolean {
  const columns = Object.keys(other) as (keyof PaperRow)[]
  // jsonb keeps no order of keys, so what it returns is not the JSON that was written.
  return columns.every((column) => isDeepStrictEqual(one[column], other[column]))
}
