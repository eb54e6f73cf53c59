import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { type Curation, writeCuration } from './curate.ts'
import type { FoundText } from './curated-text.ts'
import { type CuratedPaper, findCurated, findPlace } from './curations.queries.ts'
import { isFeedDay, openFeedDay } from './feed-day.ts'
import { findPapers, insertPapers, lockPapers, updatePaper, upsertListings, upsertNames } from './import.queries.ts'
import { readTitle } from './imported-paper.ts'
import { namesOf } from './paper-names.ts'
import { knownWork, newWork, tell } from './record-reading-work.ts'
import type { SourceItem } from './sources/source.ts'
import { topicsOf } from './topics.ts'

export interface AddDeps {
  db: Db
  clock: Clock
  /** Asks arXiv for a paper that is not known here. */
  lookUp: (arxivId: string) => Promise<FoundText>
}

export interface AddOutcome {
  /** `unchanged`: it was added before, in the same words. */
  kind: 'added' | 'unchanged'
  paper: CuratedPaper
  /** The feed day it is on the list of. */
  day: string
  /** It was not known here. */
  created: boolean
}

/** What is written of a paper that was not known, and whose words they are. */
interface Told {
  item: SourceItem & { arxivId: string }
  by: 'arxiv' | 'curator'
}

/**
 * Makes a paper a candidate of a feed day, the open one where none is named, at the end of its
 * list. Where the paper is not known its text comes from arXiv, or `title` stands for it when
 * arXiv does not tell. A second time changes nothing but the note. Throws DATE_INVALID,
 * DATE_NOT_OPEN, TITLE_NEEDED, and PAPER_DROPPED because drops are final.
 */
export async function addPaper(
  { db, clock, lookUp }: AddDeps,
  { arxivId, title, ...request }: Curation & { arxivId: string; title: string | undefined; day: string | undefined }
): Promise<AddOutcome> {
  const now = clock.now()
  const day = request.day ?? openFeedDay(now)
  refuseDay(day, now)
  const known = (await findPapers(db, [`arxiv:${arxivId}`])).papers[0]
  // The network is asked outside the transaction: it holds the lock of every writer of papers.
  const told = known === undefined ? await readText(lookUp, arxivId, title) : undefined
  return db.transaction().execute(async (trx) => {
    await lockPapers(trx)
    const { id, created } = known === undefined ? await store(trx, told, now) : { id: known.id, created: false }
    const paper = await findCurated(trx, id)
    if (paper === undefined) throw new Error(`paper ${id} vanished while it was added`)
    const written = await writeCuration(trx, { ...request, paper, act: 'add' }, now)
    const { listed, next } = await findPlace(trx, { day, paperId: paper.id })
    const place = { paper_id: paper.id, feed_day: day, source: 'curator', position: next, votes: null }
    if (!listed) await upsertListings(trx, [place], now)
    return { kind: written || !listed ? 'added' : 'unchanged', paper, day, created }
  })
}

function refuseDay(day: string, now: Date): void {
  if (!isFeedDay(day)) throw new AppError('DATE_INVALID', `not a date: ${day} (YYYY-MM-DD)`)
  const open = openFeedDay(now)
  if (day > open) throw new AppError('DATE_NOT_OPEN', `${day} has not begun: the open feed day is ${open}`)
}

async function readText(lookUp: AddDeps['lookUp'], arxivId: string, title: string | undefined): Promise<Told> {
  const found = await lookUp(arxivId)
  if (found.kind === 'found') return { item: found.item, by: 'arxiv' }
  if (title === undefined)
    throw new AppError('TITLE_NEEDED', `arXiv does not tell what ${arxivId} is (${found.reason}): give its --title`)
  const read = readTitle(title, { repair: false })
  if ('reason' in read) throw new AppError('TITLE_NEEDED', read.reason)
  return { item: { arxivId, ...read, authors: [] }, by: 'curator' }
}

/** Writes what was told: into the paper of that title where there is one, else as a paper of its own. */
async function store(trx: Db, told: Told | undefined, now: Date): Promise<{ id: number; created: boolean }> {
  if (told === undefined) throw new Error('a paper that is not known wants a text')
  const { item, by } = told
  const source = { name: by, lists: false }
  const known = (await findPapers(trx, namesOf(item))).papers
  const [row] = known
  if (row !== undefined) {
    const work = knownWork(row)
    // Its title means one paper and its DOI another: to join the two is for the next reading of a source.
    if (known.length === 1) tell(work, item, source, now)
    await updatePaper(trx, { id: row.id, ...work.values }, now)
    if (work.values.arxiv_id !== item.arxivId)
      await upsertNames(trx, [{ name: `arxiv:${item.arxivId}`, paper_id: row.id }])
    return { id: row.id, created: false }
  }
  const { values } = newWork(item, source, now)
  const ids = await insertPapers(trx, [{ ...values, topics: topicsOf(values) }], now)
  const id = ids.get(values.title_key)
  if (id === undefined) throw new Error(`no row was made for arXiv ${item.arxivId}`)
  return { id, created: true }
}
