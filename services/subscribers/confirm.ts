import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { tokenHash } from '../platform/tokens.ts'
import { maskAddress } from './address.ts'
import { findRequest, useRequest } from './subscribers.queries.ts'

export type Confirmation = { kind: 'open'; maskedAddress: string } | { kind: 'confirmed' } | { kind: 'unknown' }

/** What a confirmation link leads to. Reads only: mail scanners open links. */
export async function findConfirmation({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<Confirmation> {
  const request = await findRequest(db, tokenHash(token))
  if (request === undefined || request.address === null || request.expires_at <= clock.now()) return { kind: 'unknown' }
  if (request.confirmed_at !== null || request.state === 'active') return { kind: 'confirmed' }
  return request.may_confirm ? { kind: 'open', maskedAddress: maskAddress(request.address) } : { kind: 'unknown' }
}

export type ConfirmOutcome =
  | { kind: 'confirmed'; subscriberId: number }
  | { kind: 'already_confirmed' }
  | { kind: 'unknown' }

/** Confirms: once, on a POST made by a person. The welcome is owed from here; nudge `notify`. */
export async function confirm({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<ConfirmOutcome> {
  const subscriberId = await useRequest(db, tokenHash(token), clock.now())
  if (subscriberId !== undefined) return { kind: 'confirmed', subscriberId }
  const found = await findConfirmation({ db, clock }, token)
  return found.kind === 'confirmed' ? { kind: 'already_confirmed' } : { kind: 'unknown' }
}
