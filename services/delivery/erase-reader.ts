import { forgetMessagesTo } from '../mail/forget-messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { openAccount } from '../subscribers/account.ts'
import { eraseSubscriber } from '../subscribers/erase-subscriber.ts'
import { forgetReader } from './erase.ts'

/**
 * Forgets a reader: the person, what was mailed to them, and in local mode the mails themselves. The
 * counts of every edition stay. False where there is no such subscriber, or no more.
 */
export async function eraseReader({ db, clock }: { db: Db; clock: Clock }, subscriberId: number): Promise<boolean> {
  return db.transaction().execute((trx) => eraseIn({ db: trx, clock }, subscriberId))
}

/** The same by an account link, which it uses up. False where the link opens nothing. */
export async function eraseByLink({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const subscriberId = await openAccount({ db: trx, clock }, token)
    return subscriberId !== undefined && (await eraseIn({ db: trx, clock }, subscriberId))
  })
}

async function eraseIn({ db: trx, clock }: { db: Db; clock: Clock }, subscriberId: number): Promise<boolean> {
  const address = await eraseSubscriber({ db: trx, clock }, subscriberId)
  if (address === undefined) return false
  await forgetReader(trx, subscriberId)
  await forgetMessagesTo({ db: trx }, address)
  return true
}
