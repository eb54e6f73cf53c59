import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { tokenHash } from '../platform/tokens-request.ts'
import { maskAddress } from './address.ts'
import { deleteErased } from './erased.queries.ts'
import { erasureHasher } from './erasure-hash.ts'
import { moveAddress } from './move-address.queries.ts'
import { confirmConsent, findRequest, useRequest } from './requests.queries.ts'
import { activate } from './subscribers.queries.ts'

export type Confirmation =
  | { kind: 'open'; maskedAddress: string; moves: boolean }
  | { kind: 'confirmed' }
  | { kind: 'unknown' }

/** What a confirmation link leads to. Reads only: mail scanners open links. */
export async function findConfirmation({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<Confirmation> {
  const request = await findRequest(db, tokenHash(token))
  if (request === undefined || request.address === null || request.expires_at <= clock.now()) return { kind: 'unknown' }
  if (request.confirmed_at !== null || request.state === 'active') return { kind: 'confirmed' }
  if (!request.may_confirm) return { kind: 'unknown' }
  return { kind: 'open', maskedAddress: maskAddress(request.address), moves: request.moves }
}

export type ConfirmOutcome =
  | { kind: 'confirmed'; subscriberId: number }
  /** A subscription goes to another address from now on, with its history. */
  | { kind: 'moved'; subscriberId: number }
  | { kind: 'already_confirmed' }
  | { kind: 'unknown' }

/** Confirms: once, on a POST made by a person. The welcome is owed from here; nudge `notify`. */
export async function confirm(deps: { db: Db; clock: Clock }, token: string): Promise<ConfirmOutcome> {
  const outcome = await confirmByHash(deps, tokenHash(token))
  if (outcome !== undefined) return outcome
  const found = await findConfirmation(deps, token)
  return found.kind === 'confirmed' ? { kind: 'already_confirmed' } : { kind: 'unknown' }
}

/** Undefined where the request cannot be used, or no more. */
export async function confirmByHash(
  { db, clock }: { db: Db; clock: Clock },
  hash: Buffer
): Promise<{ kind: 'confirmed' | 'moved'; subscriberId: number } | undefined> {
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const used = await useRequest(trx, hash, now)
    if (used === undefined) return undefined
    await confirmConsent(trx, used.consentId, now)
    await deleteErased(trx, (await erasureHasher(trx))(used.addressKey))
    if (used.movesId === null) {
      await activate(trx, used.subscriberId, now)
      return { kind: 'confirmed', subscriberId: used.subscriberId }
    }
    await moveAddress(trx, { fromId: used.movesId, toId: used.subscriberId, now })
    return { kind: 'moved', subscriberId: used.movesId }
  })
}
