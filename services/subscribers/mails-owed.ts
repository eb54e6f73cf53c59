import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import { requestCode, requestToken, tokenHash, tokenOfHash } from '../platform/tokens-request.ts'
import { changeAccountTokenHash, findAccountSecrets } from './account-links.queries.ts'
import { takeAccountLinks, takeReminders, takeRequests, takeTold, takeWelcomes } from './mails-owed.queries.ts'
import { changeTokenHash, findRequestSecrets } from './requests.queries.ts'

const atOnce = 200

/** A mail that is owed to a subscriber, and of no use to anybody after `expiresAt`. */
export interface MailOwed {
  kind: 'confirmation' | 'reminder' | 'already_subscribed' | 'account'
  subscriberId: number
  requestId: number | null
  accountLinkId: number | null
  expiresAt: Date | null
}

/**
 * Takes the mails and welcomes that are owed and not yet planned, a bounded number at once. Run
 * it in the transaction that plans them: either both stay or neither.
 */
export async function takeMailsOwed(trx: Db): Promise<{ mails: MailOwed[]; welcomes: number[] }> {
  const none = { requestId: null, accountLinkId: null, expiresAt: null }
  const confirmations = await takeRequests(trx, atOnce)
  const reminders = await takeReminders(trx, atOnce)
  const told = await takeTold(trx, atOnce)
  const links = await takeAccountLinks(trx, atOnce)
  return {
    mails: [
      ...confirmations.map((request) => ({ ...none, ...request, kind: 'confirmation' as const })),
      ...reminders.map((request) => ({ ...none, ...request, kind: 'reminder' as const })),
      ...told.map((subscriberId) => ({ ...none, subscriberId, kind: 'already_subscribed' as const })),
      ...links.map((link) => ({ ...none, ...link, kind: 'account' as const }))
    ],
    welcomes: await takeWelcomes(trx, atOnce)
  }
}

/**
 * What a confirmation mail says that nobody else knows: the link's token, the same at every try, and
 * the code of the page left open. Undefined where the request is gone. Where the key that made the
 * link was dropped, a new link takes its place: that of the mail being written is to work.
 */
export async function confirmationSecretsOf(
  { db, secretKeys }: { db: Db; secretKeys: Keys },
  requestId: number
): Promise<{ token: string; code: string } | undefined> {
  const request = await findRequestSecrets(db, requestId)
  if (request === undefined) return undefined
  const code = requestCode(secretKeys, request)
  const known = tokenOfHash(secretKeys, 'confirm', request)
  if (known !== undefined) return { token: known, code }
  const token = requestToken(secretKeys, 'confirm', request)
  await changeTokenHash(db, requestId, tokenHash(token))
  return { token, code }
}

/** The token of a link to somebody's account, as above. */
export async function accountTokenOf(
  { db, secretKeys }: { db: Db; secretKeys: Keys },
  accountLinkId: number
): Promise<string | undefined> {
  const link = await findAccountSecrets(db, accountLinkId)
  if (link === undefined) return undefined
  const known = tokenOfHash(secretKeys, 'account', link)
  if (known !== undefined) return known
  const token = requestToken(secretKeys, 'account', link)
  await changeAccountTokenHash(db, accountLinkId, tokenHash(token))
  return token
}
