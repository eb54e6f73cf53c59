import type { Transport } from '../mail/transport.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { claimDue } from './claims/claim-due.ts'
import type { OperatorAddresses } from './claims/claim-notices.ts'
import { type ClaimedMails, claimedMails } from './claims/claimed-mails.ts'
import type { DoubtPolicy } from './claims/close-lease.ts'
import { type HeldMail, holdLeases } from './claims/held-leases.ts'
import { runLanes } from './lanes.ts'
import type { ClaimedMail, DeliveryDetails, Ledger, Outcome } from './ledger.ts'
import { openGate } from './limits/gate.ts'
import type { LimiterTime } from './limits/limiter-time.ts'
import type { Limits } from './limits/limits.ts'
import { openRecorder } from './outcomes/recorder.ts'
import { concerns, type Recalls } from './recalls.ts'
import type { Rendered, Written } from './rendered.ts'
import { type Judged, judge, neverSent, postponed, type RetryPolicy } from './retry.ts'

export interface SendDeps extends OperatorAddresses {
  db: Db
  clock: Clock
  log: Log
  transport: Transport
  /** The bytes of a mail and who it is from: the same at every try. */
  render: (mail: ClaimedMail) => Promise<Rendered>
  recalls: Recalls
  limits: Limits
  time: LimiterTime
  journalFolder: string
  connections: number
  leaseMs: number
  retryAfterMs: RetryPolicy['retryAfterMs']
  inDoubtAfterMs: DoubtPolicy['inDoubtAfterMs']
  /** Aborted when the process is asked to stop: nothing more is taken up. */
  stop: AbortSignal
}

export type SendReport = {
  kind: 'drained' | 'stopped' | 'unreachable'
  counts: Partial<Record<Outcome['state'], number>>
  reason?: string
}

/**
 * Sends what is due in a ledger until nothing is. Each mail is claimed with others under a lease,
 * goes when the limits let it, is written to the lease's journal when it goes to a connection and when
 * its answer is read, and recorded with others. While nothing gets through to the relay everything is
 * given back, untouched, for a later run.
 */
export async function sendDue(ledger: Ledger, deps: SendDeps): Promise<SendReport> {
  if (deps.stop.aborted) return { kind: 'stopped', counts: {} }
  const relay = deps.limits.relay()
  if (relay.kind === 'away') return { kind: 'unreachable', counts: {}, reason: relay.why }
  const report: SendReport = { kind: 'drained', counts: {} }
  const rest = deps.limits.begin()
  try {
    // What was let go of for a change is claimed anew under it, once its lease has ended.
    while ((await sendRound(ledger, deps, report)) && report.kind === 'drained');
  } finally {
    await rest()
  }
  const now = deps.limits.relay()
  if (now.kind === 'away' && report.kind === 'drained') Object.assign(report, { kind: 'unreachable', reason: now.why })
  return report
}

/** True where mails were let go of meanwhile. */
async function sendRound(ledger: Ledger, deps: SendDeps, report: SendReport): Promise<boolean> {
  const { db, clock, log, leaseMs } = deps
  const retry = { retryAfterMs: deps.retryAfterMs, inDoubtAfterMs: deps.inDoubtAfterMs[ledger] }
  const trouble = new AbortController()
  const stop = AbortSignal.any([deps.stop, trouble.signal])
  let recalled = false

  const recorder = openRecorder(ledger, { db, log })
  const leases = holdLeases(
    { db, log, leaseMs },
    {
      doubtPolicy: () => ({ inDoubtAfterMs: deps.inDoubtAfterMs, now: clock.now() }),
      onLost(lost) {
        for (const waiting of [mails, gate]) waiting.recall(({ lease }) => lease === lost)
      }
    }
  )
  const giveBack = ({ mail, lease }: HeldMail) => leases.done(lease, 'given_back', mail)
  const mails: ClaimedMails = claimedMails({ claim: () => claimDue(ledger, deps), add: leases.add, giveBack, log })
  const gate = openGate<HeldMail>({
    lanes: deps.connections,
    limits: deps.limits,
    time: deps.time,
    clock,
    source: mails,
    domainOf,
    giveBack,
    // Who signs up during an edition does not wait for its turn behind a million.
    urgent: ledger === 'notices',
    putOff: (held, { at, why }) => settle(held, postponed({ at: at.getTime(), why }, held.mail, clock.now()))
  })
  const unsubscribe = deps.recalls.subscribe((recall) => {
    const which = ({ mail }: HeldMail) => concerns(recall, ledger, mail)
    for (const some of [mails.recall(which), gate.recall(which)]) recalled ||= some
  })
  const stopping = () => {
    gate.stop()
    void mails.stop()
  }
  stop.addEventListener('abort', stopping)

  /** The mail as it is to be handed over, and in the journal; undefined where it is not to go, and that is settled. */
  async function prepare(held: HeldMail): Promise<Written | undefined> {
    const { mail, lease } = held
    try {
      const rendered = await deps.render(mail)
      const mayGo = lease.until > performance.now() && !stop.aborted
      if (!('unwritable' in rendered) && mayGo) {
        lease.journal.handed(mail)
        return rendered
      }
      deps.limits.report(domainOf(held), { kind: 'unsent' })
      if ('unwritable' in rendered) settle(held, neverSent(rendered.unwritable, clock.now()))
      else giveBack(held)
      return undefined
    } catch (error) {
      // Nothing was handed, so there is no doubt and no try. Not given back: it would be the next that is claimed.
      deps.limits.report(domainOf(held), { kind: 'unsent' })
      const again = { at: clock.now().getTime() + unwrittenAfterMs, why: 'it could not be written' }
      settle(held, postponed(again, mail, clock.now()))
      throw error
    }
  }

  async function send(held: HeldMail): Promise<void> {
    const { mail, lease } = held
    const written = await prepare(held)
    if (written === undefined) return
    const sent = await deps.transport
      .send({ ...written, to: mail.address, firstContact: mail.tries === 0 })
      .catch((error: unknown) => {
        deps.limits.report(domainOf(held), { kind: 'unsent' })
        leases.done(lease, 'doubted', mail)
        throw error
      })
    deps.limits.report(domainOf(held), sent)
    const judged = judge(mail, sent, retry, clock.now(), Math.random())
    if (judged !== 'released') return settle(held, judged)
    noted(() => lease.journal.released(mail))
    giveBack(held)
  }

  function settle({ mail, lease }: HeldMail, judged: Judged): void {
    const outcome: Outcome = {
      ...judged,
      key: mail.key,
      subscriberId: mail.subscriberId,
      single: mail.single,
      lease: lease.id,
      revision: ledger === 'deliveries' ? (mail.details as DeliveryDetails).revision : 0
    }
    noted(() => lease.journal.outcome(outcome))
    // Recorded under the lease only: where a sweep has ended it, this mail is to stay in doubt.
    if (outcome.state === 'in_doubt') lease.doubted.push(mail)
    report.counts[outcome.state] = (report.counts[outcome.state] ?? 0) + 1
    recorder.record(outcome, () => leases.done(lease, 'recorded'))
  }

  /** The answer is known: that it could not be written down does not make it less so. */
  function noted(write: () => void): void {
    try {
      write()
    } catch (error) {
      log.error({ event: 'journal.not_written', reason: (error as Error).message }, 'an answer is not in the journal')
    }
  }

  try {
    await runLanes({ count: deps.connections, next: gate.next, send, stop: () => trouble.abort(), log })
  } finally {
    const away = gate.away()
    if (away !== undefined) Object.assign(report, { kind: 'unreachable', reason: away.why })
    unsubscribe()
    gate.stop()
    await mails.stop()
    await recorder.drain()
    await leases.close()
    stop.removeEventListener('abort', stopping)
  }
  if (deps.stop.aborted && report.kind === 'drained') report.kind = 'stopped'
  return recalled
}

/** When a mail is tried again that something on our side kept from being written. */
const unwrittenAfterMs = 60_000

/** The receiving domain as limits name it: what is behind the last @, in lower case. */
function domainOf({ mail: { address } }: HeldMail): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
