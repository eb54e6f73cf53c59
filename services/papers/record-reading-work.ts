import type { KnownPaper, NewPaper } from './import.queries.ts'
import { namesOf } from './paper-names.ts'
import type { SourceItem } from './sources/source.ts'
import { titleKey } from './title-key.ts'

/** One work as a reading leaves it. */
export interface Work {
  /** Its row; undefined where it was not known. */
  row: KnownPaper | undefined
  /** Rows that turned out to be this work. */
  absorbed: KnownPaper[]
  values: NewPaper
  /** All it is or was known by. */
  names: Set<string>
  /** What tells its place on the list and its figures. */
  listed: SourceItem | undefined
}

/** Whose word on title and abstract counts more. Hugging Face has them from arXiv, without the dollar signs. */
const standing = { import: 0, huggingface: 1, arxiv: 2, curator: 3 }
type TextSource = keyof typeof standing

function standingOf({ text_source }: NewPaper): number {
  return standing[text_source as TextSource]
}

/** A paper of the database, before the reading. */
export function knownWork(row: KnownPaper): Work {
  const { id: _id, inPool: _inPool, ...values } = row
  return { row, absorbed: [], values, names: new Set(namesOf({ ...row, arxivId: row.arxiv_id })), listed: undefined }
}

/** A work that nothing was known of. */
export function newWork(item: SourceItem, source: { name: TextSource; lists: boolean }, now: Date): Work {
  const values: NewPaper = {
    arxiv_id: item.arxivId ?? null,
    ...titleOf(item),
    authors: item.authors,
    ...abstractOf(item),
    summary: null,
    published_on: null,
    code_url: null,
    project_url: null,
    topics: [],
    doi: null,
    organization: null,
    version: 1,
    withdrawn_at: null,
    machine_summary: null,
    discussion_url: null,
    text_source: source.name
  }
  const work: Work = { row: undefined, absorbed: [], values, names: new Set(), listed: undefined }
  tell(work, item, source, now)
  return work
}

/**
 * Adds what an item says to a work: the better source's texts, the newest version, a
 * withdrawal once; links and names from the list, and from elsewhere only where they were
 * not known.
 */
export function tell(
  work: Work,
  item: SourceItem,
  { name, lists }: { name: TextSource; lists: boolean },
  now: Date
): void {
  for (const known of namesOf(item)) work.names.add(known)
  if (lists && item.position !== undefined) work.listed = better(work.listed, item)
  const { values } = work
  // The same work under a second id: the texts and versions of one do not speak for the other.
  if (item.arxivId !== undefined && values.arxiv_id !== null && item.arxivId !== values.arxiv_id) return

  const prefer = <Value>(told: Value | undefined, stored: Value | null): Value | null =>
    lists ? (told ?? stored) : (stored ?? told ?? null)
  const text = replacesText(values, item, name)
  work.values = {
    ...values,
    arxiv_id: values.arxiv_id ?? item.arxivId ?? null,
    doi: values.doi ?? namedDoi(item),
    ...(text ? titleOf(item) : {}),
    authors: item.authors.length > 0 && (text || values.authors.length === 0) ? item.authors : values.authors,
    ...(item.abstract !== undefined && (text || values.abstract === null) ? abstractOf(item) : {}),
    text_source: text ? name : values.text_source,
    published_on: longer(values.published_on, item.publishedOn),
    code_url: prefer(item.codeUrl, values.code_url),
    project_url: prefer(item.projectUrl, values.project_url),
    organization: prefer(item.organization, values.organization),
    machine_summary: prefer(item.machineSummary, values.machine_summary),
    discussion_url: prefer(item.discussionUrl, values.discussion_url),
    version: Math.max(values.version, item.version ?? 1),
    withdrawn_at: values.withdrawn_at ?? (item.withdrawn === true ? now : null)
  }
}

/**
 * Two works that turned out to be one. The one that readers already got stays, so that it
 * is never sent again; then the one that is stored, that has an arXiv id, that came first.
 */
export function joinWorks(one: Work, other: Work): Work {
  const [kept, gone] = inOrder(one, other) <= 0 ? [one, other] : [other, one]
  const text = standingOf(gone.values) > standingOf(kept.values) ? gone.values : kept.values
  const filled = Object.fromEntries(
    Object.entries(gone.values).map(([column, value]) => [column, kept.values[column as keyof NewPaper] ?? value])
  ) as unknown as NewPaper
  const { title, title_runs, title_key, text_source } = text
  // With its runs: filled column by column, it could get those of the other's abstract.
  const { abstract, abstract_runs } = [text, kept.values, gone.values].find((told) => told.abstract !== null) ?? text
  const sameId = kept.values.arxiv_id === null || kept.values.arxiv_id === gone.values.arxiv_id
  return {
    row: kept.row,
    absorbed: [...kept.absorbed, ...(gone.row === undefined ? [] : [gone.row]), ...gone.absorbed],
    values: {
      ...filled,
      title,
      title_runs,
      title_key,
      text_source,
      abstract,
      abstract_runs,
      authors: [text, kept.values, gone.values].find(({ authors }) => authors.length > 0)?.authors ?? [],
      topics: kept.values.topics.length > 0 ? kept.values.topics : gone.values.topics,
      version: sameId ? Math.max(kept.values.version, gone.values.version) : kept.values.version
    },
    names: new Set([...kept.names, ...gone.names]),
    listed: gone.listed === undefined ? kept.listed : better(kept.listed, gone.listed)
  }
}

function titleOf({ title, titleRuns }: SourceItem): Pick<NewPaper, 'title' | 'title_runs' | 'title_key'> {
  return { title, title_runs: titleRuns ?? null, title_key: titleKey(title) }
}

function abstractOf({ abstract, abstractRuns }: SourceItem): Pick<NewPaper, 'abstract' | 'abstract_runs'> {
  return { abstract: abstract ?? null, abstract_runs: abstractRuns ?? null }
}

function inOrder(one: Work, other: Work): number {
  const marks = ({ row, values }: Work) => [row?.inPool !== true, row === undefined, values.arxiv_id === null]
  const [first, second] = [marks(one), marks(other)]
  const decided = first.findIndex((mark, place) => mark !== second[place])
  if (decided !== -1) return Number(first[decided]) - Number(second[decided])
  return (one.row?.id ?? 0) - (other.row?.id ?? 0)
}

function replacesText(values: NewPaper, item: SourceItem, source: TextSource): boolean {
  // The abstract of a withdrawal says that it is one, and readers know the paper by the text it had.
  if (item.withdrawn === true) return false
  const gain = standing[source] - standingOf(values)
  return gain > 0 || (gain === 0 && (item.version ?? values.version) >= values.version)
}

function namedDoi({ doi }: SourceItem): string | null {
  return doi === undefined || !namesOf({ doi, title: '' }).includes(`doi:${doi.toLowerCase()}`)
    ? null
    : doi.toLowerCase()
}

/** A day says more than a month; between two days the first one told stands. */
function longer(stored: string | null, told: string | undefined): string | null {
  return (told?.length ?? 0) > (stored?.length ?? 0) ? (told ?? null) : stored
}

/** Two places of one work on one list: the one with more votes, else the first. */
function better(one: SourceItem | undefined, other: SourceItem): SourceItem {
  return one === undefined || (other.votes ?? -1) > (one.votes ?? -1) ? other : one
}
