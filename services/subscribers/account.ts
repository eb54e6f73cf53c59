import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { tokenHash } from '../platform/tokens-request.ts'
import { findAccountLink, useAccountLink } from './account-links.queries.ts'
import { maskAddress } from './address.ts'

export type Account = { kind: 'open'; maskedAddress: string; state: string; expiresAt: Date } | { kind: 'unknown' }

/** Whose account a fresh link opens. Reads only; used and expired links are unknown ones. */
export async function findAccount({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<Account> {
  const link = await findAccountLink(db, tokenHash(token), clock.now())
  if (link === undefined || link.address === null) return { kind: 'unknown' }
  return { kind: 'open', maskedAddress: maskAddress(link.address), state: link.state, expiresAt: link.expiresAt }
}

/** Uses an account link, once, in the transaction of what it is used for. Returns whose it is. */
export async function openAccount({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<number | undefined> {
  return useAccountLink(db, tokenHash(token), clock.now())
}
