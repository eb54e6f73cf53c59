import type { Db } from '../platform/database.ts'
import { deleteMessagesTo } from './inbox.queries.ts'

/** Deletes the built-in inbox's mails to an address, for somebody who is erased. */
export async function forgetMessagesTo({ db }: { db: Db }, address: string): Promise<void> {
  await deleteMessagesTo({ db }, address)
}
