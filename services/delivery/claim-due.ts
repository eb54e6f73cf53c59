import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { claim } from './claim.queries.ts'
import { release, renewLease } from './lease.queries.ts'
import type { ClaimedMail, Ledger } from './ledger.ts'

/** Claimed ahead for each connection: enough to keep it busy, little to give back. */
const aheadPerConnection = 4

export interface DueMails {
  /** The next claimed mail; undefined when nothing is due or the work is to stop. */
  next(): Promise<ClaimedMail | undefined>
  /** Gives back what was claimed and not handed, and stops renewing. */
  close(): Promise<void>
}

/** A stream of claimed mails, whose leases are renewed for as long as it is open. */
export function claimDue(
  ledger: Ledger,
  { db, clock, log, connections, leaseMs }: { db: Db; clock: Clock; log: Log; connections: number; leaseMs: number },
  stop: AbortSignal
): DueMails {
  const ready: ClaimedMail[] = []
  const leases = new Set<number>()
  let fetching: Promise<boolean> | undefined

  /** False when nothing is due. */
  async function fetch(): Promise<boolean> {
    for (;;) {
      const { looked, claimed } = await claim(db, ledger, {
        limit: connections * aheadPerConnection,
        leaseMs,
        now: clock.now()
      })
      for (const { lease } of claimed) leases.add(lease)
      ready.push(...claimed)
      // A whole batch of readers who left meanwhile is no reason to stop.
      if (looked === 0 || claimed.length > 0) return looked > 0
    }
  }

  async function renew(): Promise<void> {
    for (const lease of leases) if ((await renewLease(db, ledger, lease, leaseMs)) === 0) leases.delete(lease)
  }
  const renewal = setInterval(() => {
    renew().catch((error: Error) =>
      log.warn({ event: 'lease.not_renewed', reason: error.message }, 'a lease could not be renewed')
    )
  }, leaseMs / 3)

  return {
    async next() {
      while (!stop.aborted) {
        const mail = ready.shift()
        if (mail !== undefined) return mail
        fetching ??= fetch().finally(() => {
          fetching = undefined
        })
        if (!(await fetching) && ready.length === 0) return undefined
      }
      return undefined
    },
    async close() {
      clearInterval(renewal)
      await release(db, ledger, [...leases])
    }
  }
}
