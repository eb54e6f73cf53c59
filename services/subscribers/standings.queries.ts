import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** What a sign-up of an address may lead to: its owner is told, is asked to confirm, or nothing is sent. */
export type Standing = 'active' | 'may_confirm' | 'silent'

/** How known addresses stand; one that is missing was never seen. An erased one is known by its hash. */
export async function listStandings(db: Db, people: { key: string; hash: Buffer }[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<{ key: string; standing: Standing }>`
    select p.key, case
        when s.state in ('active', 'paused') then 'active'
        when s.state in ('pending', 'unsubscribed') or (s.state = 'suppressed' and s.suppression = 'bounce')
          or (s.state = 'erased' and s.suppression is null) then 'may_confirm'
        else 'silent' end as standing
    from unnest(${people.map(({ key }) => key)}::text[], ${people.map(({ hash }) => hash)}::bytea[]) as p (key, hash)
    join subscribers s on s.address_key = p.key or s.erased_hash = p.hash`.execute(db)
  const standings = new Map<string, Standing>()
  // Erased and signed up anew: the stricter of the two.
  for (const { key, standing } of rows) if (standings.get(key) !== 'silent') standings.set(key, standing)
  return standings
}

export async function markToTell(trx: Db, key: string): Promise<void> {
  await trx
    .updateTable('subscribers')
    .set({ told_owed: true })
    .where('address_key', '=', key)
    .where('state', 'in', ['active', 'paused'])
    .execute()
}
