import { type RawBuilder, sql } from 'kysely'
import type { DifferingReaders } from '../editions/differing-readers.ts'

const bytes = { pool: 25, extras: 7 }

/**
 * What a planned delivery of the reader `id` gets as its selection, as SQL: null for who has the usual
 * one, else the usual bitmap with that reader's slots turned round. `join` is to follow the table that `id`
 * is from; each differing reader is in it once.
 */
export function plannedSelection(
  differing: DifferingReaders | undefined,
  id: RawBuilder<unknown>
): { selection: RawBuilder<Buffer | null>; join: RawBuilder<unknown> } {
  if (differing === undefined) return { selection: sql`null`, join: sql`` }
  const usual = bitmap(differing)
  const usualSlots = differing.usualSlots.reduce((mask, slot) => mask | (1n << BigInt(slot)), 0n)
  // 56 slots are one number: turned round for all of them at once, then written byte by byte.
  const slots = sql`(differing.slots # ${usualSlots.toString()}::bigint)`
  const selection = Array.from({ length: bytes.extras }, (_, byte) => byte).reduce(
    (made, byte) => sql<Buffer>`set_byte(${made}, ${bytes.pool + byte}, (${slots} >> ${8 * byte} & 255)::int)`,
    sql<Buffer>`${usual}::bytea`
  )
  return {
    selection: sql`case when differing.slots is not null then ${selection} end`,
    join: sql`
      left join (
        select subscriber_id, bit_or(1::bigint << slot) as slots from (${differing.readers}) c group by subscriber_id
      ) differing on differing.subscriber_id = ${id}`
  }
}

/** The part of a selection that is the pool's, with its first `selected` papers. */
export function defaultPoolBits(selected: number): Buffer {
  return bitmap({ selected }).subarray(0, bytes.pool)
}

function bitmap({ selected }: Pick<DifferingReaders, 'selected'>): Buffer {
  const map = Buffer.alloc(bytes.pool + bytes.extras)
  for (let bit = 0; bit < selected; bit++) map.writeUInt8((map[bit >> 3] ?? 0) | (1 << (bit & 7)), bit >> 3)
  return map
}
