import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Keys, readFormStamp } from '../platform/tokens.ts'
import { parseAddress } from './address.ts'
import { bucketOf } from './budgets.ts'
import { readProof } from './proof-of-work.ts'
import { insertSignUp } from './sign-ups.queries.ts'

/** Nobody fills in a form faster, and a page that is open longer may be a copy of it. */
const quickestMs = 2000
const slowestMs = 60 * 60_000

export interface SignUpForm {
  email: string
  /** Truncated, for the consent record. */
  network: string
  /** The network whose budget counts, /32 or /64; undefined: none. */
  client: string | undefined
  /** What the form brought along, which says when it was shown; any text where it brought none. */
  stamp: string
  /** A solved challenge. */
  proof: string | undefined
}

/**
 * A sign-up, as it is answered: one row, whoever it is. What comes of it is decided by
 * settleSignUps; nudge `notify`. Throws ADDRESS_INVALID.
 */
export async function subscribe(
  { db, clock, secretKeys }: { db: Db; clock: Clock; secretKeys: Keys },
  { email, network, client, stamp, proof }: SignUpForm
): Promise<void> {
  const address = parseAddress(email)
  const now = clock.now()
  await insertSignUp(db, {
    address,
    network,
    client: client === undefined ? undefined : bucketOf(secretKeys, 'network', client),
    formSeen: wasOpen(secretKeys, stamp, now),
    proof: proof === undefined ? undefined : await readProof({ clock, secretKeys }, proof),
    now
  })
}

function wasOpen(secretKeys: Keys, stamp: string, now: Date): boolean {
  const shownAt = readFormStamp(secretKeys, stamp)
  const openMs = shownAt === undefined ? 0 : now.getTime() - shownAt.getTime()
  return openMs >= quickestMs && openMs <= slowestMs
}
