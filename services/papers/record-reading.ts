import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { findPapers, insertPapers, lockPapers, updatePaper, upsertListings, upsertNames } from './import.queries.ts'
import { residueOf } from './imported-paper.ts'
import { same } from './known-papers.ts'
import { namesOf } from './paper-names.ts'
import { insertReading } from './readings.queries.ts'
import { findListedOn, insertSnapshots, mergePapers } from './record-reading.queries.ts'
import { planReading } from './record-reading-plan.ts'
import type { Work } from './record-reading-work.ts'
import type { PaperSource, SourceReading } from './sources/source.ts'

export interface RecordedReading {
  /** Papers that came on the day's list; of a source without lists those that were not known. */
  added: number
  /** Other papers of which a text, a link, a place or the votes changed. */
  updated: number
  /** Items left out, by reason. */
  refused: Record<string, number>
  /** Formulas and macros in the items' texts that nobody here knows. */
  residue: number
}

/**
 * Stores what a source said of a feed day, in one transaction; also that it could not be read.
 *
 * What a source without lists announces is stored as papers although nobody may ever list
 * them: a paper is announced one to fourteen days before it is listed, so at that time its
 * text can no longer be had from a feed. collectPapers deletes them after a month.
 */
export async function recordReading(
  { db, clock }: { db: Db; clock: Clock },
  {
    source,
    day,
    startedAt,
    reading
  }: { source: Pick<PaperSource, 'name' | 'lists'>; day: string; startedAt: Date; reading: SourceReading }
): Promise<RecordedReading> {
  const now = clock.now()
  const entry = { source: source.name, day, startedAt, finishedAt: now }
  if (reading.kind !== 'read') {
    await insertReading(db, { ...entry, outcome: reading.kind, ...(reading.kind === 'failed' ? reading : {}) })
    return { added: 0, updated: 0, refused: {}, residue: 0 }
  }
  return db.transaction().execute(async (trx) => {
    await lockPapers(trx)
    const known = await findPapers(trx, [...new Set(reading.items.flatMap(namesOf))])
    const plan = planReading(known, reading.items, { source, now })
    const { ids, fresh, changed } = await storeWorks(trx, plan.works, known.names, now)
    const list = source.lists ? await storeList(trx, plan.works, { source: source.name, day, ids }, now) : undefined
    for (const id of list?.moved ?? []) changed.add(id)
    const added = list?.added ?? fresh
    const recorded = {
      added: added.size,
      updated: [...changed].filter((id) => !added.has(id)).length,
      refused: sumOf(reading.refused, plan.refused)
    }
    const { complete, items, reason } = reading
    await insertReading(trx, { ...entry, outcome: 'read', complete, items: items.length, reason, ...recorded })
    return { ...recorded, residue: residueOf(...reading.items).residue ?? 0 }
  })
}

/** Writes papers and names; merges first, so that the names of what is gone are free. */
async function storeWorks(
  db: Db,
  works: readonly Work[],
  stored: readonly { name: string; paper_id: number }[],
  now: Date
) {
  const ids = new Map<Work, number>()
  const changed = new Set<number>()
  for (const work of works) {
    const { row, absorbed } = work
    if (row === undefined) continue
    ids.set(work, row.id)
    for (const { id } of absorbed) await mergePapers(db, { from: id, into: row.id }, now)
  }
  for (const { row, values } of works) {
    if (row === undefined || same(row, { id: row.id, ...values })) continue
    await updatePaper(db, { id: row.id, ...values }, now)
    changed.add(row.id)
  }
  const unknown = works.filter(({ row }) => row === undefined)
  const inserted = await insertPapers(
    db,
    unknown.map(({ values }) => values),
    now
  )
  for (const work of unknown) ids.set(work, must(inserted.get(work.values.title_key)))
  await upsertNames(db, furtherNames(ids, stored))
  return { ids, fresh: new Set(inserted.values()), changed }
}

/** Names that the papers' own columns do not tell and that are not stored yet. */
function furtherNames(ids: Map<Work, number>, stored: readonly { name: string; paper_id: number }[]) {
  const known = new Map(stored.map(({ name, paper_id }) => [name, paper_id]))
  return [...ids].flatMap(([{ names, values }, paper_id]) => {
    const own = new Set(namesOf({ ...values, arxivId: values.arxiv_id }))
    return [...names]
      .filter((name) => !own.has(name) && known.get(name) !== paper_id)
      .map((name) => ({ name, paper_id }))
  })
}

async function storeList(
  db: Db,
  works: readonly Work[],
  { source, day, ids }: { source: string; day: string; ids: Map<Work, number> },
  now: Date
): Promise<{ added: Set<number>; moved: Set<number> }> {
  const before = await findListedOn(db, { source, day })
  const listed = works.flatMap((work) =>
    work.listed === undefined ? [] : { id: must(ids.get(work)), item: work.listed }
  )
  const moved = await upsertListings(
    db,
    listed.map(({ id, item }) => ({
      paper_id: id,
      feed_day: day,
      source,
      position: item.position ?? 1,
      votes: item.votes ?? null
    })),
    now
  )
  await insertSnapshots(db, listed, now)
  return { added: new Set([...moved].filter((id) => !before.has(id))), moved }
}

function sumOf(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one }
  for (const [reason, count] of Object.entries(other)) sum[reason] = (sum[reason] ?? 0) + count
  return sum
}

function must(id: number | undefined): number {
  if (id === undefined) throw new Error('no row was made for a paper')
  return id
}
