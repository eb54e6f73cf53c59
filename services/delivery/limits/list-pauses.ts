import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { listOpenPauses, type PauseReason, relayScope } from './pauses.queries.ts'

export interface SendingPause {
  /** The receiving domain; null: the relay, and with it everything. */
  domain: string | null
  why: PauseReason
  since: Date
  /** Then one mail finds out whether it is over. */
  until: Date
  /** What was answered last, without addresses. */
  reply: string
}

/** No worker has tried the relay for as long: nothing is owed, or no worker runs, and it may be back. */
const untriedMs = 3_600_000

/** Where nothing is sent at present and why, the longest first. */
export async function listPauses({ db, clock }: { db: Db; clock: Clock }): Promise<SendingPause[]> {
  const now = clock.now().getTime()
  return (await listOpenPauses(db))
    .filter(({ scope, until }) => scope !== relayScope || until.getTime() > now - untriedMs)
    .map(({ scope, why, since, until, reply }) => ({
      domain: scope === relayScope ? null : scope,
      why,
      since,
      until,
      reply
    }))
}

/** How many there are, by reason; all reasons, so that a figure goes back to 0. */
export async function countPauses(deps: { db: Db; clock: Clock }): Promise<Record<PauseReason, number>> {
  const counts = { rate: 0, policy: 0, relay: 0, unreachable: 0 }
  for (const { why } of await listPauses(deps)) counts[why] += 1
  return counts
}
