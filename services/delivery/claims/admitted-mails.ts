import type { LimiterTime } from '../limits/limiter-time.ts'
import type { Limits } from '../limits/limits.ts'
import type { ClaimedMails } from './claimed-mails.ts'
import type { HeldMail } from './held-leases.ts'

/** Mails kept waiting for a slot of their domain; what a slow domain has beyond that goes back to the ledger. */
const mostParked = 500

export interface AdmittedMails {
  /** The next mail that may go now; undefined when there is none left or the run is to end. */
  next(): Promise<HeldMail | undefined>
  /** Lets go of mails that wait here, and says whether there were any. */
  recall(which: (held: HeldMail) => boolean): boolean
  /** Lets go of everything. */
  stop(): void
}

interface AdmissionDeps {
  mails: Pick<ClaimedMails, 'next'>
  limits: Limits
  time: LimiterTime
  giveBack: (held: HeldMail) => void
  /** Puts a mail off until `at`, ms since the epoch. */
  putOff: (held: HeldMail, at: number, why: string) => void
  /** Nothing gets through. */
  onAway: (why: string) => void
  now: () => number
}

/**
 * Claimed mails as the limits let them go. A mail whose domain has to wait steps aside, so that a slow
 * domain holds up no other; one that has to wait for long is put off in the ledger.
 */
export function admittedMails({ mails, limits, time, giveBack, putOff, onAway, now }: AdmissionDeps): AdmittedMails {
  const parked = new Map<string, HeldMail[]>()
  let count = 0
  let stopped = false
  const waiting = new Set<() => void>()
  const unsubscribe = limits.onChange(wake)

  function wake(): void {
    for (const resume of waiting) resume()
  }

  function park(held: HeldMail, everyMs: number | undefined): void {
    const domain = domainOf(held)
    const queue = parked.get(domain) ?? []
    // One that would wait for minutes here goes back, and comes when it is about its turn.
    if (count >= mostParked) return putOff(held, now() + (queue.length + 1) * (everyMs ?? 1000), 'its turn is later')
    parked.set(domain, [...queue, held])
    count += 1
  }

  function takeParked(domain: string): HeldMail | undefined {
    const [first, ...rest] = parked.get(domain) ?? []
    if (first === undefined) return undefined
    if (rest.length === 0) parked.delete(domain)
    else parked.set(domain, rest)
    count -= 1
    return first
  }

  /** The next of the mails that step aside; or when to look again, and whether others may go meanwhile. */
  function ripe(): { held: HeldMail } | { until: number; everything: boolean } {
    let until = Infinity
    for (const domain of parked.keys()) {
      const admission = limits.admit(domain)
      if (admission.kind === 'go') {
        const held = takeParked(domain)
        if (held !== undefined) return { held }
      } else if (admission.kind === 'later') {
        for (let held = takeParked(domain); held !== undefined; held = takeParked(domain))
          putOff(held, admission.at.getTime(), admission.why)
      } else if (admission.kind === 'away') {
        onAway(admission.why)
        return { until, everything: true }
      } else {
        until = Math.min(until, admission.until)
        if (admission.everything) return { until, everything: true }
      }
    }
    return { until, everything: false }
  }

  function sleep(until: number): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        waiting.delete(resume)
        cancel()
        resolve()
      }
      const cancel = until === Infinity ? () => undefined : time.callAt(until, resume)
      waiting.add(resume)
    })
  }

  return {
    async next() {
      while (!stopped) {
        const found = ripe()
        if ('held' in found) return found.held
        if (stopped) break
        if (found.everything) {
          await sleep(found.until)
          continue
        }
        const held = await mails.next()
        if (held === undefined) {
          if (count === 0 || stopped) return undefined
          await sleep(found.until)
          continue
        }
        if (stopped) {
          giveBack(held)
          break
        }
        const admission = limits.admit(domainOf(held))
        if (admission.kind === 'go') return held
        if (admission.kind === 'later') putOff(held, admission.at.getTime(), admission.why)
        else if (admission.kind === 'wait') park(held, admission.everyMs)
        else {
          giveBack(held)
          onAway(admission.why)
        }
      }
      return undefined
    },
    recall(which) {
      let some = false
      for (const [domain, queue] of parked) {
        const stay = queue.filter((held) => !which(held))
        for (const held of queue.filter(which)) giveBack(held)
        some ||= stay.length < queue.length
        count -= queue.length - stay.length
        if (stay.length === 0) parked.delete(domain)
        else parked.set(domain, stay)
      }
      if (some) wake()
      return some
    },
    stop() {
      stopped = true
      unsubscribe()
      for (const held of [...parked.values()].flat()) giveBack(held)
      parked.clear()
      count = 0
      wake()
    }
  }
}

/** The receiving domain, as limits name it: the part behind the last @, in lower case. */
export function domainOf({ mail: { address } }: HeldMail): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
