import type { NewPaper, PaperRow } from './import.queries.ts'
import type { ImportedPaper, Refusal } from './imported-paper.ts'
import { titleKey } from './title-key.ts'

/** What becomes of a file's papers. */
export interface ImportPlan {
  fresh: { paper: NewPaper; from: ImportedPaper }[]
  known: { paper: PaperRow; changed: boolean; from: ImportedPaper }[]
  refused: Refusal[]
}

/**
 * Finds a file's papers among those known: the arXiv id, else the title makes two entries one
 * work. Where the file says anything it wins; what it leaves out stays as it is. Of two
 * entries of one paper the first counts: the file does not say which place is meant.
 */
export function planImport(rows: readonly PaperRow[], papers: readonly ImportedPaper[]): ImportPlan {
  const byArxivId = new Map(rows.map((row) => [row.arxiv_id, row]))
  const byTitleKey = new Map(rows.map((row) => [row.title_key, row]))
  const lines = new Map<string, number>()
  const plan: ImportPlan = { fresh: [], known: [], refused: [] }
  for (const from of papers) {
    const key = titleKey(from.title)
    const byId = from.arxivId === undefined ? undefined : byArxivId.get(from.arxivId)
    const byTitle = byTitleKey.get(key)
    const row = byId ?? byTitle
    const reason = conflict(from, byId, byTitle) ?? twin(lines, [key, from.arxivId, row?.title_key], from.line)
    if (reason !== undefined) plan.refused.push({ line: from.line, reason })
    else if (row === undefined) plan.fresh.push({ paper: joined(undefined, from, key), from })
    else {
      const paper = { id: row.id, ...joined(row, from, key) }
      plan.known.push({ paper, changed: !same(row, paper), from })
    }
  }
  return plan
}

/** Whether any of a paper's names was on an earlier line. */
function twin(lines: Map<string, number>, names: (string | undefined)[], line: number): string | undefined {
  const own = names.filter((name) => name !== undefined)
  const first = own.map((name) => lines.get(name)).find((found) => found !== undefined)
  for (const name of own) if (!lines.has(name)) lines.set(name, line)
  return first === undefined ? undefined : `the same paper as on line ${first}`
}

/** An id that says one paper where the title says another. */
function conflict({ arxivId }: ImportedPaper, byId?: PaperRow, byTitle?: PaperRow): string | undefined {
  if (arxivId === undefined || byTitle === undefined || byTitle.arxiv_id === arxivId) return undefined
  if (byId !== undefined) return `arXiv ${arxivId} is known under another title, and this title as another paper`
  return byTitle.arxiv_id === null ? undefined : `a paper with this title is known as arXiv ${byTitle.arxiv_id}`
}

function joined(row: PaperRow | undefined, paper: ImportedPaper, key: string): NewPaper {
  return {
    arxiv_id: paper.arxivId ?? row?.arxiv_id ?? null,
    title: paper.title,
    title_key: key,
    authors: paper.authors.length > 0 ? paper.authors : (row?.authors ?? []),
    abstract: paper.abstract ?? row?.abstract ?? null,
    summary: paper.summary ?? row?.summary ?? null,
    published_on: paper.publishedOn ?? row?.published_on ?? null,
    code_url: paper.codeUrl ?? row?.code_url ?? null,
    project_url: paper.projectUrl ?? row?.project_url ?? null,
    topics: paper.topics.length > 0 ? paper.topics : (row?.topics ?? [])
  }
}

function same(one: PaperRow, other: PaperRow): boolean {
  const columns = Object.keys(other) as (keyof PaperRow)[]
  return columns.every((column) => JSON.stringify(one[column]) === JSON.stringify(other[column]))
}
