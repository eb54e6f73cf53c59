import { type RawBuilder, sql } from 'kysely'

/** Where readers of an earlier edition met the paper that a slot of this edition is about. */
export interface EarlierPlace {
  slot: number
  paperId: number
  /**
   * had: who had the paper of a late riser does not get it. sent: who was sent a paper that was
   * withdrawn since gets the correction. corrected: but not who got one already.
   */
  what: 'had' | 'sent' | 'corrected'
  editionId: number
  revision: number
  /** In the selections of that edition, and whether who has none of his own has it. */
  bit: number
  byDefault: boolean
}

/**
 * A statement of (subscriber_id, slot): the readers for whom these slots are other than usual, a
 * late riser not theirs, a correction theirs; one correction of a paper for each. It reads the
 * deliveries of the editions concerned and no others. A mail that may have arrived counts as
 * read, but nobody is told of a withdrawal whose mail was not accepted. `only` asks for one reader.
 */
export function concernedReaders(
  places: readonly EarlierPlace[],
  only?: number
): RawBuilder<{ subscriber_id: number; slot: number }> {
  const column = <Key extends keyof EarlierPlace>(key: Key) => places.map((place) => place[key])
  // By value, for PostgreSQL to leave out the other partitions: a join alone reads all of them.
  const partitions = sql`d.edition_id = any(${[...new Set(column('editionId'))]}::int[])`
  const asked = only === undefined ? sql`` : sql`and d.subscriber_id = ${only}`
  const held = sql`
    select p.slot, p.paper_id, p.what, d.subscriber_id
    from place p join deliveries d on d.edition_id = p.edition_id and d.revision = p.revision
    where ${partitions} ${asked}
      and case p.what when 'sent' then d.state = 'accepted'
        else d.doubts > 0 or d.state not in ('refused', 'expired', 'withdrawn', 'cancelled') end`
  return sql`
    with place as (
      select * from unnest(${column('slot')}::int[], ${column('paperId')}::bigint[], ${column('what')}::text[],
        ${column('editionId')}::int[], ${column('revision')}::int[], ${column('bit')}::int[], ${column('byDefault')}::boolean[])
        as p (slot, paper_id, what, edition_id, revision, bit, by_default)
    ), held as (
      ${held} and p.by_default and d.selection is null
      union all
      ${held} and d.selection is not null
        and case when p.bit < 8 * octet_length(d.selection) then get_bit(d.selection, p.bit) = 1 else false end
    )
    select subscriber_id, min(slot) as slot from held group by subscriber_id, paper_id
    having bool_and(what <> 'corrected')`
}
