import type { Clock } from '../../services/platform/clock.ts'
import type { Db } from '../../services/platform/database.ts'
import type { Keys } from '../../services/platform/tokens.ts'
import { confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { type SignUpForm, subscribe } from '../../services/subscribers/subscribe.ts'

interface Deps {
  db: Db
  clock: Clock
  secretKeys: Keys
}

/** A sign-up by a program from a network without a budget, and what a worker makes of it. Returns the request, if any. */
export async function signUpAndSettle(deps: Deps, email: string, form: Partial<SignUpForm> = {}) {
  await subscribe(deps, { email, network: '192.0.2.0/24', client: undefined, stamp: '', proof: undefined, ...form })
  const before = await newestRequest(deps.db)
  await settleSignUps({ ...deps, config: deps })
  const after = await newestRequest(deps.db)
  return after === before ? undefined : after
}

/** The same for a person, up to what the confirmation mail says. */
export async function signUpAndReadMail(deps: Deps, email: string): Promise<{ token: string; code: string }> {
  const requestId = await signUpAndSettle(deps, email)
  const secrets = requestId === undefined ? undefined : await confirmationSecretsOf(deps, requestId)
  if (secrets === undefined) throw new Error('no confirmation was asked for')
  return secrets
}

async function newestRequest(db: Db): Promise<number | undefined> {
  const row = await db
    .selectFrom('confirmation_requests')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? undefined
}
