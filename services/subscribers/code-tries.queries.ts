import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * Counts a try of a code, whoever's, and says which request it may be for: the newest of the address,
 * asked since `since`. One statement for every address, which always writes: what it takes tells nothing.
 * The count is of all tries until `endsAt` of the first.
 */
export async function countCodeTry(
  db: Db,
  {
    addressKey,
    bucket,
    since,
    now,
    endsAt
  }: { addressKey: string; bucket: string; since: Date; now: Date; endsAt: Date }
): Promise<{ tries: number; request: { id: number; nonce: Buffer; tokenHash: Buffer } | undefined }> {
  const { rows } = await sql<{ tries: number; id: number | null; nonce: Buffer | null; token_hash: Buffer | null }>`
    with counted as (
      insert into code_tries as c (bucket, tries, ends_at) values (decode(${bucket}, 'hex'), 1, ${endsAt})
      on conflict (bucket) do update set
        tries = case when c.ends_at > ${now} then c.tries + 1 else 1 end,
        ends_at = case when c.ends_at > ${now} then c.ends_at else excluded.ends_at end
      returning tries
    )
    select counted.tries, r.id, r.nonce, r.token_hash
    from counted left join lateral (
      select r.* from confirmation_requests r join subscribers s on s.id = r.subscriber_id
      where s.address_key = ${addressKey} and r.requested_at > ${since}
      order by r.id desc limit 1
    ) r on true`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('a try of a code was not counted')
  const { tries, id, nonce, token_hash: hash } = row
  return {
    tries,
    request: id === null || nonce === null || hash === null ? undefined : { id, nonce, tokenHash: hash }
  }
}
