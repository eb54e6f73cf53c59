import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { openBackground } from './background.ts'
import { evidenceOf, type Reported } from './evidence.ts'
import type { LimiterTime } from './limiter-time.ts'
import { forgetOldPauses } from './pauses.queries.ts'
import { openPauses } from './pauses.ts'
import { openRamp } from './ramp.ts'
import { openRates } from './rates.ts'
import { openRefusalWindow } from './refusal-window.ts'
import { openRelayBreaker } from './relay-breaker.ts'
import { type RelayFailure, reportRelayAway, reportRelayBack } from './relay-outage.ts'

export type Admission =
  /** It goes now: what became of it is to be reported. */
  | { kind: 'go' }
  /**
   * Not before `until` (elapsed() of the limiter's time; Infinity: not known yet), or when `onChange` is called.
   * `everything`: nor any other mail. `everyMs`: between two mails of this domain, where it has a rate.
   */
  | { kind: 'wait'; until: number; everything: boolean; everyMs: number | undefined }
  /** Given back to the ledger, due then. */
  | { kind: 'later'; at: Date; why: string }
  /** Nothing gets through: all is given back as it was. */
  | { kind: 'away'; until: Date; why: string }

export interface Limits {
  /**
   * Whether a mail to this domain may go now. Synchronous, and without limits and troubles next to nothing. While an
   * `urgent` one waits for its turn among all, no other takes it.
   */
  admit(domain: string, urgent?: boolean): Admission
  /** What became of a mail that `admit` let go: due for each of them. */
  report(domain: string, outcome: Reported): void
  /** Whether mails may be claimed: not while the relay is away. */
  relay(): { kind: 'works' } | { kind: 'away'; until: Date; why: string }
  /** Calls `listener` when an admission may have changed, until the returned function is called. */
  onChange(listener: () => void): () => void
  /**
   * A run begins; the function returned ends it. With the last one this worker gives back what it has reserved and does
   * not need: before, that is for the runs that go on.
   */
  begin(): () => Promise<void>
  close(): Promise<void>
}

/** The bucket of all mails. No domain is called so. */
const everything = '*'
const go: Admission = { kind: 'go' }
/** Mails that were put off come back over a minute, not all at once. */
const spreadMs = 60_000
/** A turn that nobody took for as long is for anybody: a slot can be used until later than that. */
const patienceMs = 100
/** The mail that finds out about the relay reports soon, or its time is over. */
const lookAgainMs = 1000

/**
 * How fast mails leave, and where none do for a while: rates and ramps of the configuration, pauses of
 * domains and of the relay by what they answered. One for a process; workers share through PostgreSQL.
 */
export function openLimits({
  db,
  clock,
  time,
  log,
  sendingLimits: { rate, rateByDomain, ramp: schedule }
}: {
  db: Db
  clock: Clock
  time: LimiterTime
  log: Log
  sendingLimits: Config['sendingLimits']
}): Limits {
  const listeners = new Set<() => void>()
  const background = openBackground(log, changed)
  const deps = { db, clock, time, background }
  const rates = openRates(
    deps,
    new Map([...rateByDomain, ...(rate === undefined ? [] : [[everything, rate] as const])])
  )
  const ramp = schedule === undefined ? undefined : openRamp(deps, schedule)
  const pauses = openPauses(deps)
  const refusals = openRefusalWindow()
  const breaker = openRelayBreaker(time.elapsed)
  let spread = 0
  let runs = 0
  let urgentUntil = -Infinity
  /** One after the other, or an outage that is over could be written last. */
  let told: Promise<void> = Promise.resolve()
  background.run('old pauses', () => forgetOldPauses(db, clock.now()))

  function changed(): void {
    for (const listener of listeners) listener()
  }

  function tell(statement: () => Promise<void>): void {
    background.run('relay', () => {
      told = told.catch(() => undefined).then(statement)
      return told
    })
    changed()
  }

  function dateOf(elapsed: number): Date {
    return new Date(clock.now().getTime() + Math.max(0, elapsed - time.elapsed()))
  }

  async function rest(): Promise<void> {
    background.run('unused slots', rates.giveBack)
    if (ramp !== undefined) background.run('unused ramp', ramp.giveBack)
    await background.idle()
  }

  function closed({ until, why }: { until: Date; why: string }): Admission {
    spread = (spread + 617) % spreadMs
    return { kind: 'later', at: new Date(until.getTime() + spread), why }
  }

  function wait(domain: string, until: number, all: boolean): Admission {
    return { kind: 'wait', until, everything: all, everyMs: rates.everyMs(domain) }
  }

  function relayFailed(why: RelayFailure['why'], reply: string, waitMs: number | undefined): void {
    if (waitMs === undefined) return
    log.warn({ event: 'relay.away', why, reply, waitMs }, 'nothing gets through to the relay')
    tell(() => reportRelayAway({ db, clock }, { why, reply, waitMs }))
  }

  function relayAnswered(): void {
    if (!breaker.answered()) return
    log.info({ event: 'relay.back' }, 'the relay takes mails again')
    tell(() => reportRelayBack({ db, clock }))
  }

  return {
    admit(domain, urgent = false) {
      const relay = breaker.state()
      if (relay.kind === 'away') return { kind: 'away', until: dateOf(relay.until), why: relay.reply }
      if (relay.kind === 'probed') return wait(domain, time.elapsed() + lookAgainMs, true)
      const obstacle = pauses.find(domain) ?? ramp?.find(domain)
      if (obstacle?.kind === 'closed') return closed(obstacle)
      if (obstacle !== undefined) return wait(domain, obstacle.until, false)

      const now = time.elapsed()
      const turn = rates.next(domain)
      if (turn > now) return wait(domain, turn, false)
      const turnOfAll = rates.next(everything)
      if (turnOfAll > now) {
        if (urgent) urgentUntil = turnOfAll + patienceMs
        return wait(domain, turnOfAll, true)
      }
      if (urgent) urgentUntil = -Infinity
      else if (now < urgentUntil) return wait(domain, now + (rates.everyMs(everything) ?? 0), true)

      if (relay.kind === 'to_probe') breaker.took()
      pauses.took(domain)
      ramp?.take(domain)
      rates.take(domain)
      rates.take(everything)
      return go
    },

    report(domain, outcome) {
      const { relay, domain: verdict, reached, reply } = evidenceOf(outcome)
      if (!reached) ramp?.returnOne(domain)
      if (relay === 'answered') relayAnswered()
      else if (relay === 'doubted') relayFailed('unreachable', reply, breaker.doubted(reply))
      else if (relay === 'unsent') breaker.unsent()
      else relayFailed(relay, reply, breaker.failed(reply))

      const counted = relay === 'answered' && refusals.count(domain, verdict === 'refused', time.elapsed())
      pauses.report(domain, counted ? 'closed' : verdict, reply)
      if (relay === 'unsent') changed()
    },

    relay() {
      const state = breaker.state()
      return state.kind === 'away' ? { kind: 'away', until: dateOf(state.until), why: state.reply } : { kind: 'works' }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    begin() {
      runs += 1
      return async () => {
        runs -= 1
        if (runs === 0) await rest()
      }
    },
    async close() {
      background.run('pauses', pauses.flush)
      await rest()
    }
  }
}
