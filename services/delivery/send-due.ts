import { setTimeout as wait } from 'node:timers/promises'
import type { SendOutcome, Transport } from '../mail/transport.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { claimDue } from './claim-due.ts'
import { coalesce } from './coalesce.ts'
import { markHanded, type Outcome, recordOutcomes } from './hand.queries.ts'
import type { ClaimedMail, Ledger } from './ledger.ts'
import type { Rendered } from './rendered.ts'
import { judge, type RetryPolicy } from './retry.ts'

export interface SendDeps {
  db: Db
  clock: Clock
  log: Log
  transport: Transport
  /** The bytes of a mail and who it is from: the same at every try. */
  render: (mail: ClaimedMail) => Promise<Rendered>
  connections: number
  leaseMs: number
  retry: RetryPolicy
  /** Aborted when the process is asked to stop: nothing more is taken up. */
  stop: AbortSignal
}

export type SendReport = {
  kind: 'drained' | 'stopped' | 'unreachable'
  counts: Partial<Record<Outcome['state'], number>>
  reason?: string
}

/**
 * Sends what is due in a ledger until nothing is. Each mail is claimed, marked as handed,
 * sent and recorded; a process that dies in between leaves rows that say how far it came.
 * When the relay cannot be reached everything is given back, untouched, for a later run.
 */
export async function sendDue(ledger: Ledger, deps: SendDeps): Promise<SendReport> {
  const { db, clock } = deps
  const counts: SendReport['counts'] = {}
  const trouble = new AbortController()
  let reason: string | undefined
  const source = claimDue(ledger, deps, AbortSignal.any([deps.stop, trouble.signal]))
  const hand = coalesce(async (mails: ClaimedMail[]) => {
    const handed = await markHanded(db, ledger, mails, clock.now())
    return new Set(handed.map(({ key, subscriberId }) => `${key}/${subscriberId}`))
  })
  const record = coalesce((outcomes: Outcome[]) =>
    persistently(() => recordOutcomes(db, ledger, outcomes, clock.now()), deps.log)
  )

  async function sendRendered({ address }: ClaimedMail, rendered: Rendered): Promise<SendOutcome> {
    if ('unwritable' in rendered) return { kind: 'refused', reply: `not written: ${rendered.unwritable}` }
    return deps.transport.send({ ...rendered, to: address })
  }

  async function lane(): Promise<void> {
    for (let mail = await source.next(); mail !== undefined; mail = await source.next()) {
      const rendered = await deps.render(mail)
      if (!(await hand(mail)).has(`${mail.key}/${mail.subscriberId}`)) continue
      const sent = await sendRendered(mail, rendered)
      const outcome = judge(mail, sent, deps.retry, clock.now(), Math.random())
      await record(outcome)
      counts[outcome.state] = (counts[outcome.state] ?? 0) + 1
      if (sent.kind === 'unreachable') {
        reason = sent.reason
        trouble.abort()
      }
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: deps.connections }, lane))
  await source.close()
  const failed = lanes.find((settled) => settled.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  if (reason !== undefined) return { kind: 'unreachable', counts, reason }
  return { kind: deps.stop.aborted ? 'stopped' : 'drained', counts }
}

/**
 * A mail that was accepted and not recorded is sent twice. So while PostgreSQL is away the
 * outcome is offered again for as long as the process lives; nothing is claimed meanwhile,
 * because each connection waits for its own record.
 */
async function persistently(write: () => Promise<void>, log: Log): Promise<void> {
  for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
    try {
      return await write()
    } catch (error) {
      log.error({ event: 'outcome.not_recorded', reason: (error as Error).message }, 'outcomes wait for the database')
      await wait(pause)
    }
  }
}
