import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Journal } from '../journal/journal.ts'
import type { ClaimedMail, Ledger, MailKey } from '../ledger.ts'
import { clearDoubts } from './close-lease.queries.ts'
import { closeLease, type DoubtPolicy } from './close-lease.ts'
import { giveBack } from './give-back.queries.ts'
import { dropLease, renewLeases } from './leases.queries.ts'

/** A lease of this process. */
export interface HeldLease {
  id: number
  ledger: Ledger
  journal: Journal
  /** By this process's monotonic clock, and never later than PostgreSQL has it: from then on nothing is handed. */
  until: number
  /** Mails of which neither an outcome is recorded nor that they are given back. */
  open: number
  /** Given back, or of an unknown end: closing takes more than dropping the lease. */
  left: boolean
  /** Given back, and PostgreSQL does not know yet. */
  returned: MailKey[]
  /** Given to a connection, and then something broke on our side, or no answer came that says what became of it. */
  doubted: MailKey[]
}

export interface HeldMail {
  mail: ClaimedMail
  lease: HeldLease
}

/** What is given back waits this long for the last mail of its lease, which gives back all at once. */
const giveBackMs = 1000

interface HeldLeases {
  add(lease: HeldLease): void
  /** A mail is done with: recorded, or given back. The lease ends with its last one. */
  done(lease: HeldLease, how: 'recorded' | 'given_back' | 'doubted', mail?: MailKey): void
  /** Ends what is left and waits until PostgreSQL knows. */
  close(): Promise<void>
}

/**
 * Keeps the leases of one run: renews them, and closes each when its last mail is done with. While that one waits
 * for an answer, ten minutes perhaps, those that were given back are there for others.
 */
export function holdLeases(
  { db, log, leaseMs }: { db: Db; log: Log; leaseMs: number },
  { doubtPolicy, onLost }: { doubtPolicy: () => DoubtPolicy; onLost: (lease: HeldLease) => void }
): HeldLeases {
  const held = new Map<number, HeldLease>()
  const underWay = new Set<Promise<void>>()

  async function renew(): Promise<void> {
    const asked = performance.now()
    const ids = [...held.keys()]
    const kept = new Set(ids.length === 0 ? [] : await renewLeases(db, ids, leaseMs))
    for (const id of ids) {
      const lease = held.get(id)
      if (lease === undefined) continue
      if (kept.has(id)) lease.until = asked + leaseMs
      else lose(lease)
    }
  }
  function lose(lease: HeldLease): void {
    lease.until = 0
    log.warn({ event: 'lease.lost', lease: lease.id }, 'a lease ended before its mails were sent')
    onLost(lease)
  }
  const renewal = setInterval(() => {
    renew().catch((error: Error) =>
      log.warn({ event: 'lease.not_renewed', reason: error.message }, 'leases could not be renewed')
    )
  }, leaseMs / 3)

  async function giveBackEarly(lease: HeldLease): Promise<void> {
    const mails = lease.returned
    lease.returned = []
    await giveBack(db, lease, mails).catch((error: Error) => {
      // With the others, then, or when the lease ends.
      lease.returned.push(...mails)
      log.warn({ event: 'lease.not_given_back', lease: lease.id, reason: error.message }, 'mails are given back later')
    })
  }
  const returning = setInterval(() => {
    for (const lease of held.values()) if (lease.returned.length > 0) start(giveBackEarly(lease))
  }, giveBackMs)

  /** With the journal kept where PostgreSQL cannot be told: the sweep, or the next start, does. */
  async function end(lease: HeldLease): Promise<void> {
    held.delete(lease.id)
    try {
      if (lease.left) await giveUp(lease)
      else await dropLease(db, lease.id)
      lease.journal.remove()
    } catch (error) {
      log.warn(
        { event: 'lease.not_closed', lease: lease.id, reason: (error as Error).message },
        'a lease is left to the sweep'
      )
      lease.journal.close()
    }
  }

  async function giveUp({ id, doubted }: HeldLease): Promise<void> {
    const policy = doubtPolicy()
    const closed = await closeLease(db, id, doubted, { ...policy, reason: 'sending broke off on our side' })
    // A sweep was first, where this machine stood still: to it all that was not recorded is in doubt.
    if (closed === undefined) await db.transaction().execute((trx) => clearDoubts(trx, id, doubted, policy.now))
  }

  function start(work: Promise<void>): void {
    const done = work.finally(() => underWay.delete(done))
    underWay.add(done)
  }

  return {
    add(lease) {
      held.set(lease.id, lease)
      if (lease.open === 0) start(end(lease))
    },
    done(lease, how, mail) {
      lease.open -= 1
      if (how !== 'recorded') lease.left = true
      if (how === 'doubted' && mail !== undefined) lease.doubted.push(mail)
      if (how === 'given_back' && mail !== undefined) lease.returned.push(mail)
      if (lease.open === 0) start(end(lease))
    },
    async close() {
      clearInterval(renewal)
      clearInterval(returning)
      await Promise.all(underWay)
    }
  }
}
