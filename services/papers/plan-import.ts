import type { KnownPapers, NewPaper, PaperRow } from './import.queries.ts'
import type { ImportedPaper, Refusal } from './imported-paper.ts'
import { indexed, same } from './known-papers.ts'
import { namesOf } from './paper-names.ts'
import { titleKey } from './title-key.ts'

/** What becomes of a file's papers. */
export interface ImportPlan {
  fresh: { paper: NewPaper; from: ImportedPaper }[]
  known: { paper: PaperRow; changed: boolean; from: ImportedPaper }[]
  /** Titles that known papers had until now. */
  names: { name: string; paper_id: number }[]
  refused: Refusal[]
}

/**
 * Finds a file's papers among those known: the arXiv id, else the title makes two entries one
 * work. Where the file says anything it wins, but for the texts, which a live source tells
 * better than any copy; what it leaves out stays as it is. Of two entries of one paper the
 * first counts: the file does not say which place is meant.
 */
export function planImport(known: KnownPapers, papers: readonly ImportedPaper[]): ImportPlan {
  const byName = indexed(known)
  const lines = new Map<string, number>()
  const plan: ImportPlan = { fresh: [], known: [], names: [], refused: [] }
  for (const from of papers) {
    const key = titleKey(from.title)
    const byId = from.arxivId === undefined ? undefined : byName.get(`arxiv:${from.arxivId}`)
    const byTitle = byName.get(`title:${key}`)
    const row = byId ?? byTitle
    const own = row === undefined ? [] : [`row:${row.id}`]
    const reason = conflict(from, byId, byTitle) ?? twin(lines, [...namesOf(from), ...own], from.line)
    if (reason !== undefined) plan.refused.push({ line: from.line, reason })
    else if (row === undefined) plan.fresh.push({ paper: joined(undefined, from), from })
    else {
      const paper = { id: row.id, ...joined(row, from) }
      plan.known.push({ paper, changed: !same(row, paper), from })
      if (paper.title_key !== row.title_key) plan.names.push({ name: `title:${row.title_key}`, paper_id: row.id })
    }
  }
  return plan
}

/** Whether any of a paper's names was on an earlier line. */
function twin(lines: Map<string, number>, names: string[], line: number): string | undefined {
  const first = names.map((name) => lines.get(name)).find((found) => found !== undefined)
  for (const name of names) if (!lines.has(name)) lines.set(name, line)
  return first === undefined ? undefined : `the same paper as on line ${first}`
}

/** An id that says one paper where the title says another. */
function conflict({ arxivId }: ImportedPaper, byId?: PaperRow, byTitle?: PaperRow): string | undefined {
  if (arxivId === undefined || byTitle === undefined || byTitle === byId || byTitle.arxiv_id === arxivId)
    return undefined
  if (byId !== undefined) return `arXiv ${arxivId} is known under another title, and this title as another paper`
  return byTitle.arxiv_id === null ? undefined : `a paper with this title is known as arXiv ${byTitle.arxiv_id}`
}

function joined(row: PaperRow | undefined, paper: ImportedPaper): NewPaper {
  const kept = row === undefined || row.text_source === 'import' ? undefined : row
  const { title, title_runs } = kept ?? { title: paper.title, title_runs: paper.titleRuns ?? null }
  return {
    arxiv_id: row?.arxiv_id ?? paper.arxivId ?? null,
    title,
    title_runs,
    title_key: titleKey(title),
    authors: filled(kept?.authors) ?? filled(paper.authors) ?? row?.authors ?? [],
    ...joinedAbstract(kept, row, paper),
    summary: paper.summary ?? row?.summary ?? null,
    published_on: kept?.published_on ?? paper.publishedOn ?? row?.published_on ?? null,
    code_url: paper.codeUrl ?? row?.code_url ?? null,
    project_url: paper.projectUrl ?? row?.project_url ?? null,
    topics: filled(paper.topics) ?? row?.topics ?? [],
    doi: row?.doi ?? null,
    organization: row?.organization ?? null,
    version: row?.version ?? 1,
    withdrawn_at: row?.withdrawn_at ?? null,
    machine_summary: row?.machine_summary ?? null,
    discussion_url: row?.discussion_url ?? null,
    text_source: row?.text_source ?? 'import'
  }
}

/** With its runs: those of one text say nothing of another. */
function joinedAbstract(
  kept: PaperRow | undefined,
  row: PaperRow | undefined,
  paper: ImportedPaper
): Pick<NewPaper, 'abstract' | 'abstract_runs'> {
  const told = { abstract: paper.abstract ?? null, abstract_runs: paper.abstractRuns ?? null }
  const { abstract, abstract_runs } = [kept, told, row].find((text) => (text?.abstract ?? null) !== null) ?? told
  return { abstract, abstract_runs }
}

function filled<Item>(list: Item[] | undefined): Item[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list
}
