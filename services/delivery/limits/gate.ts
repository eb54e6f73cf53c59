import type { Clock } from '../../platform/clock.ts'
import type { LimiterTime } from './limiter-time.ts'
import type { Admission, Limits } from './limits.ts'
import { openParkedMails } from './parked-mails.ts'

export interface Gate<Mail> {
  /** The next mail that may go now; undefined when there is none left, the relay is away or the run is to end. */
  next(): Promise<Mail | undefined>
  /** Set when the relay is away: everything was given back. */
  away(): { until: Date; why: string } | undefined
  /** Gives back mails that wait here, and says whether there were any. */
  recall(which: (mail: Mail) => boolean): boolean
  /** Gives everything back and lets no more through. */
  stop(): void
}

interface GateDeps<Mail> {
  limits: Limits
  time: LimiterTime
  clock: Clock
  source: { next(): Promise<Mail | undefined> }
  domainOf: (mail: Mail) => string
  /** Its mails go before those of other gates. */
  urgent: boolean
  /** Records that it is due then, and no try. */
  putOff: (mail: Mail, later: { at: Date; why: string }) => void
  giveBack: (mail: Mail) => void
}

/** A source that had nothing is asked again after this while mails wait here: the run goes on anyway. */
const askAgainMs = 1000

/**
 * Lets mails through as the limits admit them. One that has to wait is parked, and the next is looked at,
 * so that a slow domain takes no connection from the others; what would wait for long is put off.
 */
export function openGate<Mail>({
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
  let takers: { resolve: (mail: Mail | undefined) => void; reject: (error: unknown) => void }[] = []
  let pumping = false
  const stop = new AbortController()
  const stopped = stop.signal
  let relayAway: { until: Date; why: string } | undefined
  /** No mail may go before this. */
  let allWaitUntil = -Infinity
  let askAgainAt = -Infinity
  let wake: () => void = () => undefined
  const unsubscribe = limits.onChange(() => {
    parked.lookAgain()
    allWaitUntil = -Infinity
    wake()
  })

  function end(): void {
    if (stopped.aborted) return
    stop.abort()
    unsubscribe()
    for (const mail of parked.remove(() => true)) giveBack(mail)
    const left = takers
    takers = []
    for (const { resolve } of left) resolve(undefined)
    wake()
  }

  /** True where the mail may go; else it is put off or given back. */
  function pass(mail: Mail, admission: Exclude<Admission, { kind: 'wait' }>): boolean {
    if (admission.kind === 'go') return true
    if (admission.kind === 'later') putOff(mail, admission)
    else {
      relayAway = admission
      giveBack(mail)
      end()
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
      const mail = await source.next()
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
      while (takers.length > 0 && !stopped.aborted) {
        const mail = nextParked() ?? (await nextClaimed())
        const taker = mail === undefined ? undefined : takers.shift()
        if (mail !== undefined && taker === undefined) giveBackUnsent(mail)
        else if (taker !== undefined) taker.resolve(mail)
        else if (parked.isEmpty()) {
          for (const { resolve } of takers.splice(0)) resolve(undefined)
        } else await change(Math.min(Math.max(allWaitUntil, parked.earliest()), askAgain()))
      }
    } catch (error) {
      takers.shift()?.reject(error)
    } finally {
      pumping = false
      if (takers.length > 0) void pump()
    }
  }

  /** It was admitted, and meanwhile the run ended. */
  function giveBackUnsent(mail: Mail): void {
    limits.report(domainOf(mail), { kind: 'unsent' })
    giveBack(mail)
  }

  function askAgain(): number {
    return parked.isFull() ? Infinity : Math.max(allWaitUntil, askAgainAt)
  }

  function change(at: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = at === Infinity ? () => undefined : time.callAt(at, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  }

  return {
    async next() {
      // Nothing waits: the usual case has no queue.
      if (!stopped.aborted && parked.isEmpty() && takers.length === 0) {
        const mail = await nextClaimed()
        if (mail !== undefined || stopped.aborted || parked.isEmpty()) return mail
      }
      if (stopped.aborted) return undefined
      return new Promise((resolve, reject) => {
        takers.push({ resolve, reject })
        void pump()
      })
    },
    away: () => relayAway,
    recall(which) {
      const recalled = parked.remove(which)
      for (const mail of recalled) giveBack(mail)
      if (recalled.length > 0) wake()
      return recalled.length > 0
    },
    stop: end
  }
}
