import type { Clock } from '../../platform/clock.ts'
import type { LimiterTime } from './limiter-time.ts'
import type { Admission, Limits } from './limits.ts'
import { openParkedMails } from './parked-mails.ts'
import { openWaitingLanes } from './waiting-lanes.ts'
import { openWakeUp } from './wake-up.ts'

export interface Gate<Mail> {
  /**
   * The next mail that may go now; undefined when no lane has one any more and none is left, the relay is away or the
   * run is to end. Who asks again is done with the last one.
   */
  next(): Promise<Mail | undefined>
  /** Set while the relay is away: everything was given back. */
  away(): { until: Date; why: string } | undefined
  /** Gives back mails that wait here, and says whether there were any. */
  recall(which: (mail: Mail) => boolean): boolean
  /** Gives everything back and lets no more through. */
  stop(): void
}

interface GateDeps<Mail> {
  /** How many ask for mails. */
  lanes: number
  limits: Limits
  time: LimiterTime
  clock: Clock
  /** `recall` gives back what is claimed and waits there. */
  source: { next(): Promise<Mail | undefined>; recall(which: (mail: Mail) => boolean): boolean }
  domainOf: (mail: Mail) => string
  /** Its mails go before those of other gates. */
  urgent: boolean
  /** Records that it is due then, and no try. */
  putOff: (mail: Mail, later: { at: Date; why: string }) => void
  giveBack: (mail: Mail) => void
}

/** A source that had nothing is asked again after this while mails wait here or a lane is busy: the run goes on anyway. */
const askAgainMs = 1000

/**
 * Lets mails through as the limits admit them. One that has to wait is parked, and the next is looked at,
 * so that a slow domain takes no connection from the others; what would wait for long is put off. While one lane
 * waits for a slow answer, minutes perhaps, the others look for what falls due meanwhile.
 */
export function openGate<Mail>({
  lanes,
  limits,
  time,
  clock,
  source,
  domainOf,
  urgent,
  putOff,
  giveBack
}: GateDeps<Mail>): Gate<Mail> {
  const parked = openParkedMails<Mail>({ time, clock, putOff })
  const idle = openWaitingLanes<Mail>()
  const wakeUp = openWakeUp(time)
  let pumping = false
  const stop = new AbortController()
  const stopped = stop.signal
  let relayAway: { until: Date; why: string } | undefined
  /** Why the source could not be asked last. */
  let failure: { error: unknown } | undefined
  /** No mail may go before this. */
  let allWaitUntil = -Infinity
  let askAgainAt = -Infinity
  const unsubscribe = limits.onChange(() => {
    parked.lookAgain()
    allWaitUntil = -Infinity
    wakeUp.call()
  })

  function recall(which: (mail: Mail) => boolean): boolean {
    const recalled = parked.remove(which)
    for (const mail of recalled) giveBack(mail)
    if (recalled.length > 0) wakeUp.call()
    return recalled.length > 0
  }

  function end(): void {
    if (stopped.aborted) return
    stop.abort()
    unsubscribe()
    recall(() => true)
    idle.dismiss()
    wakeUp.call()
  }

  function letGo(away: { until: Date; why: string }): undefined {
    relayAway = away
    askAgainAt = time.elapsed() + askAgainMs
    recall(() => true)
    source.recall(() => true)
  }

  /** True where the mail may go; else it is put off or given back. */
  function pass(mail: Mail, admission: Exclude<Admission, { kind: 'wait' }>): boolean {
    if (admission.kind === 'go') return true
    if (admission.kind === 'later') putOff(mail, admission)
    else {
      giveBack(mail)
      letGo(admission)
    }
    return false
  }

  function nextParked(): Mail | undefined {
    while (!stopped.aborted && time.elapsed() >= allWaitUntil) {
      const domain = parked.due()
      if (domain === undefined) return undefined
      const admission = limits.admit(domain, urgent)
      if (admission.kind === 'wait') {
        if (admission.everything) allWaitUntil = admission.until
        parked.waitOn(domain, admission)
        continue
      }
      const mail = parked.take(domain)
      if (pass(mail, admission)) return mail
    }
    return undefined
  }

  /** A claimed mail that may go; undefined where there is none or all have to wait. */
  async function nextClaimed(): Promise<Mail | undefined> {
    while (!stopped.aborted && !parked.isFull()) {
      const now = time.elapsed()
      if (now < allWaitUntil || now < askAgainAt) return undefined
      const relay = limits.relay()
      if (relay.kind === 'away') return letGo(relay)
      relayAway = undefined
      failure = undefined
      const mail = await source.next().catch((error: unknown) => {
        failure = { error }
        return undefined
      })
      if (mail === undefined) {
        askAgainAt = time.elapsed() + askAgainMs
        return undefined
      }
      if (stopped.aborted) {
        giveBack(mail)
        return undefined
      }
      const domain = domainOf(mail)
      // Behind those of its domain that wait already.
      if (parked.addBehind(mail, domain)) continue
      const admission = limits.admit(domain, urgent)
      if (admission.kind === 'wait') {
        if (admission.everything) allWaitUntil = admission.until
        parked.add(mail, domain, admission)
      } else if (pass(mail, admission)) return mail
    }
    return undefined
  }

  async function pump(): Promise<void> {
    if (pumping) return
    pumping = true
    try {
      while (idle.count() > 0 && !stopped.aborted) {
        const mail = nextParked() ?? (await nextClaimed())
        if (mail !== undefined) {
          if (idle.give(mail)) continue
          // It was admitted, and meanwhile the run ended.
          limits.report(domainOf(mail), { kind: 'unsent' })
          giveBack(mail)
        } else if (parked.isEmpty() && idle.count() === lanes) idle.dismiss(failure)
        else {
          const ask = parked.isFull() ? Infinity : askAgainAt
          await wakeUp.until(Math.max(allWaitUntil, Math.min(parked.earliest(), ask)))
        }
      }
    } catch (error) {
      idle.dismiss({ error })
    } finally {
      pumping = false
      if (idle.count() > 0) void pump()
    }
  }

  return {
    async next() {
      // Nothing waits: the usual case has no queue.
      if (!stopped.aborted && parked.isEmpty() && idle.count() === 0) {
        const mail = await nextClaimed()
        if (mail !== undefined) return mail
      }
      if (stopped.aborted) return undefined
      const mail = idle.wait()
      if (idle.count() === lanes) wakeUp.call()
      void pump()
      return mail
    },
    away: () => relayAway,
    recall,
    stop: end
  }
}
