import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { openJournal } from '../journal/journal.ts'
import type { Ledger } from '../ledger.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { claimNotices, type OperatorAddresses } from './claim-notices.ts'
import { findDueDeliveries } from './due-deliveries.queries.ts'
import type { HeldLease, HeldMail } from './held-leases.ts'
import { nextLease } from './leases.queries.ts'

interface ClaimDeps extends OperatorAddresses {
  db: Db
  clock: Clock
  journalFolder: string
  leaseMs: number
}

/**
 * Claims the next mails that are due, under a lease whose journal is there before it: whoever dies
 * in between has handed nothing. Undefined where nothing is due; the lease may hold no mails.
 */
export async function claimDue(
  ledger: Ledger,
  { db, clock, journalFolder, leaseMs, ...operator }: ClaimDeps
): Promise<{ lease: HeldLease; mails: HeldMail[] } | undefined> {
  const now = clock.now()
  const due = ledger === 'deliveries' ? await findDueDeliveries(db, now) : { lease: await nextLease(db) }
  if (due === undefined) return undefined
  const id = due.lease
  const journal = openJournal(journalFolder, ledger, id)
  const until = performance.now() + leaseMs
  const claim = { lease: id, leaseMs, now }
  try {
    const mails = 'wave' in due ? await claimDeliveries(db, due, claim) : await claimNotices(db, operator, claim)
    const lease: HeldLease = {
      id,
      ledger,
      journal,
      until,
      open: mails?.length ?? 0,
      left: false,
      returned: [],
      doubted: []
    }
    if (mails === undefined) {
      journal.remove()
      return undefined
    }
    return { lease, mails: mails.map((mail) => ({ mail, lease })) }
  } catch (error) {
    // With the file, and nothing handed in it, the sweep gives back at once what was leased.
    journal.close()
    throw error
  }
}
