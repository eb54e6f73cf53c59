import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { openAccount } from '../subscribers/account.ts'
import { type ExportedSubscriber, exportSubscriber } from '../subscribers/export-subscriber.ts'
import { type MailOf, mailOf } from './show-mail.ts'

export interface ExportedReader extends ExportedSubscriber {
  exportedAt: Date
  /** Newest first; an edition without a day is the sample. */
  editions: MailOf['deliveries']
  otherMails: MailOf['notices']
}

/** All that is kept about a reader, for themselves. Undefined where there is no such subscriber. */
export async function exportReader(
  { db, clock }: { db: Db; clock: Clock },
  subscriberId: number
): Promise<ExportedReader | undefined> {
  const subscriber = await exportSubscriber({ db }, subscriberId)
  if (subscriber === undefined) return undefined
  const { deliveries, notices } = await mailOf({ db }, subscriberId)
  return { exportedAt: clock.now(), ...subscriber, editions: deliveries, otherMails: notices }
}

/** The same by an account link, which it uses up. */
export async function exportByLink(
  { db, clock }: { db: Db; clock: Clock },
  token: string
): Promise<ExportedReader | undefined> {
  return db.transaction().execute(async (trx) => {
    const subscriberId = await openAccount({ db: trx, clock }, token)
    return subscriberId === undefined ? undefined : exportReader({ db: trx, clock }, subscriberId)
  })
}
