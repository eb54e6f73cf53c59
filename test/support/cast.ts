import type { Db } from '../../services/platform/database.ts'

type State = 'pending' | 'active' | 'paused' | 'unsubscribed' | 'suppressed'

/**
 * Puts a subscriber into the database, in any state. The usual cast: alice is active, bob
 * pending, carol left, dave is suppressed.
 */
export async function aSubscriber(
  db: Db,
  {
    address,
    state = 'active',
    suppression,
    at = new Date('2026-11-01T00:00:00Z')
  }: { address: string; state?: State; suppression?: string; at?: Date }
): Promise<number> {
  const { id } = await db
    .insertInto('subscribers')
    .values({
      address,
      address_key: address.toLowerCase(),
      state,
      suppression: state === 'suppressed' ? (suppression ?? 'bounce') : null,
      created_at: at,
      state_changed_at: at
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Many active subscribers at once; returns their number. */
export async function anAudience(db: Db, size: number): Promise<number> {
  const at = new Date('2026-11-01T00:00:00Z')
  const addresses = Array.from({ length: size }, (_, i) => `reader-${i}@example.org`)
  for (let i = 0; i < size; i += 5000) {
    await db
      .insertInto('subscribers')
      .values(
        addresses
          .slice(i, i + 5000)
          .map((address) => ({ address, address_key: address, state: 'active', created_at: at, state_changed_at: at }))
      )
      .execute()
  }
  return size
}

export async function stateOf(db: Db, address: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select('state')
    .where('address_key', '=', address.toLowerCase())
    .executeTakeFirst()
  return row?.state
}
