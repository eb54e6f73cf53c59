import type { Db } from '../platform/database.ts'
import { allowedLink } from './allowed-link.ts'
import { type PaperLinks, paperLinks } from './paper-links.ts'
import { findRecords, type RecordRow } from './paper-record.queries.ts'
import { topicsOf } from './topics.ts'

/** A paper as its own page shows it. All text is plain, none of it markup. */
export type PaperRecord = Omit<RecordRow, 'mergedInto' | 'inEdition' | 'dropped' | 'discussionUrl'> & {
  links: PaperLinks & { doi?: string; discussion?: string }
}

export type PaperOutcome =
  | { kind: 'paper'; paper: PaperRecord }
  /** The same work is kept under another id. */
  | { kind: 'moved'; to: number }
  | { kind: 'unknown' }

/** The largest id that is exact in JavaScript; PostgreSQL refuses what is longer than bigint. */
const largestId = Number.MAX_SAFE_INTEGER

/**
 * One paper by our own id. Papers that no list and no edition ever had are unknown to readers (a
 * source announces many that nobody lists), and so are those that a curator dropped.
 */
export async function findPaper({ db }: { db: Db }, id: number): Promise<PaperOutcome> {
  if (!Number.isInteger(id) || id < 1 || id > largestId) return { kind: 'unknown' }
  const [row] = await findRecords(db, [id])
  if (row === undefined) return { kind: 'unknown' }
  if (row.mergedInto !== null) return { kind: 'moved', to: row.mergedInto }
  return isShown(row) ? { kind: 'paper', paper: recordOf(row) } : { kind: 'unknown' }
}

/** Several papers at once, in the order of `ids`; a merged one as the paper that it became, each once. */
export async function findPapersById({ db }: { db: Db }, ids: readonly number[]): Promise<PaperRecord[]> {
  const asked = await findRecords(db, ids)
  const survivors = asked.flatMap(({ mergedInto }) => mergedInto ?? [])
  const rows = survivors.length === 0 ? asked : [...asked, ...(await findRecords(db, survivors))]
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = ids.flatMap((id) => byId.get(byId.get(id)?.mergedInto ?? id) ?? [])
  return [...new Set(found)].map(recordOf)
}

function isShown({ days, inEdition, dropped }: RecordRow): boolean {
  return inEdition || (days.length > 0 && !dropped)
}

function recordOf({ mergedInto: _m, inEdition: _e, dropped: _d, discussionUrl, ...row }: RecordRow): PaperRecord {
  const discussion = discussionUrl === null ? undefined : allowedLink(discussionUrl)
  const doi = row.doi === null ? undefined : allowedLink(`https://doi.org/${encodeURI(row.doi)}`)
  return {
    ...row,
    topics: row.topics.length > 0 ? row.topics : topicsOf(row),
    links: {
      ...paperLinks(row),
      ...(doi === undefined ? {} : { doi }),
      ...(discussion === undefined ? {} : { discussion })
    }
  }
}
