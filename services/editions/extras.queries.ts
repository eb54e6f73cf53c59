import { sql } from 'kysely'
import type { DigestSegments } from '../mail/digest.ts'
import type { ExtraKind } from '../mail/digest-extras.ts'
import type { Db } from '../platform/database.ts'
import { concernedReaders, type EarlierPlace } from './concerned-readers.ts'
import type { FrozenExtra } from './extra.ts'

/** Stores the headings of a revision's parts and what is beside its pool; either may be none. */
export async function insertExtras(
  db: Db,
  { editionId, revision }: { editionId: number; revision: number },
  { headings, extras }: { headings: DigestSegments['headings']; extras: FrozenExtra[] }
): Promise<void> {
  const key = { edition_id: editionId, revision }
  const titled = Object.entries(headings).map(([kind, { html, text }]) => ({
    ...key,
    kind,
    html_block: html,
    text_block: text
  }))
  if (titled.length > 0) await db.insertInto('edition_headings').values(titled).execute()
  const placed = extras.map(({ kind, paperId, ofEditionId, reason, html, text }, slot) => ({
    ...key,
    slot,
    kind,
    paper_id: paperId,
    of_edition_id: ofEditionId,
    reason,
    html_block: html,
    text_block: text
  }))
  if (placed.length > 0) await db.insertInto('edition_extras').values(placed).execute()
}

/** The blocks of a revision's extras by slot, and their headings. */
export async function findExtraBlocks(
  db: Db,
  editionId: number,
  revision: number
): Promise<Pick<DigestSegments, 'headings' | 'extras'>> {
  const read = (table: 'edition_headings' | 'edition_extras') =>
    db
      .selectFrom(table)
      .select(['kind', 'html_block as html', 'text_block as text'])
      .where('edition_id', '=', editionId)
      .where('revision', '=', revision)
      .$castTo<{ kind: ExtraKind; html: Buffer; text: Buffer }>()
  const headings = await read('edition_headings').execute()
  return {
    headings: Object.fromEntries(headings.map(({ kind, ...block }) => [kind, block])),
    extras: await read('edition_extras').orderBy('slot').execute()
  }
}

/** Which paper is in which slot, and because of which edition. */
export interface SlotPaper {
  slot: number
  kind: ExtraKind
  paperId: number
  ofEditionId: number
}

export async function findSlots(db: Db, editionId: number, revision: number): Promise<SlotPaper[]> {
  const { rows } = await sql<SlotPaper>`
    select x.slot, x.kind, coalesce(p.merged_into, p.id) as "paperId", x.of_edition_id as "ofEditionId"
    from edition_extras x join papers p on p.id = x.paper_id
    where x.edition_id = ${editionId} and x.revision = ${revision} order by x.slot`.execute(db)
  return rows
}

/** Every place that papers have or had in editions. */
export async function findPlaces(db: Db, paperIds: number[]) {
  const { rows } = await sql<{
    editionId: number
    revision: number
    bit: number
    kind: 'pool' | ExtraKind
    paperId: number
    byDefault: boolean
  }>`
    select edition_id as "editionId", revision, bit, kind, paper_id as "paperId", by_default as "byDefault"
    from edition_places where paper_id = any(${paperIds}::bigint[])`.execute(db)
  return rows
}

/** Those of the slots that are other than usual for a reader who is to be mailed. */
export async function findConcernedSlots(db: Db, places: readonly EarlierPlace[]): Promise<Set<number>> {
  const { rows } = await sql<{ slot: number }>`
    select distinct c.slot from (${concernedReaders(places)}) c
    join subscribers s on s.id = c.subscriber_id where s.state = 'active'`.execute(db)
  return new Set(rows.map(({ slot }) => slot))
}

/** Which papers of a revision were withdrawn, by bit. */
export async function findWithdrawnBits(db: Db, editionId: number, revision: number): Promise<Set<number>> {
  const { rows } = await sql<{ bit: number }>`
    select l.bit from edition_places l join papers p on p.id = l.paper_id
    where l.edition_id = ${editionId} and l.revision = ${revision} and l.kind <> 'correction'
      and p.withdrawn_at is not null`.execute(db)
  return new Set(rows.map(({ bit }) => bit))
}
