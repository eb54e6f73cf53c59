import { randomBytes } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import { isRequestCode } from '../platform/tokens-request.ts'
import { parseAddress } from './address.ts'
import { bucketOf } from './budgets.ts'
import { countCodeTry } from './code-tries.queries.ts'
import { confirmByHash } from './confirm.ts'

/** So long the code of a confirmation mail works on the page left open, and so often it may be tried. */
const lifetimeMs = 15 * 60_000
const mostTries = 5

export type CodeOutcome = { kind: 'confirmed' | 'moved'; subscriberId: number } | { kind: 'wrong' }

/**
 * Confirms by the six digits of the mail. Whoever asks about whomever, each try is counted and
 * compared, so that neither the answer nor the time it takes tells whether there is a code. After
 * five only the link is left. Throws ADDRESS_INVALID.
 */
export async function confirmByCode(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  { email, code }: { email: string; code: string }
): Promise<CodeOutcome> {
  const { key } = parseAddress(email)
  const now = clock.now()
  const { tries, request } = await countCodeTry(db, {
    addressKey: key,
    bucket: bucketOf(secretKeys, 'code', key),
    since: new Date(now.getTime() - lifetimeMs),
    now,
    endsAt: new Date(now.getTime() + lifetimeMs)
  })
  const right = isRequestCode(secretKeys, request ?? { id: 0, nonce: randomBytes(16) }, code.replaceAll(/\s/g, ''))
  if (!right || request === undefined || tries > mostTries) return { kind: 'wrong' }
  return (await confirmByHash({ db, clock }, request.tokenHash)) ?? { kind: 'wrong' }
}
