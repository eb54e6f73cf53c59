import type { Log } from '../../platform/log.ts'
import type { HeldLease, HeldMail } from './held-leases.ts'

export interface ClaimedMails {
  /** The next mail; undefined when nothing is due or the run is to end. */
  next(): Promise<HeldMail | undefined>
  /**
   * Lets go of mails that are waiting here or being claimed, and says whether there may be any; those already
   * handed are on their way.
   */
  recall(which: (held: HeldMail) => boolean): boolean
  /** Lets go of everything and claims no more. */
  stop(): Promise<void>
}

/** Fewer waiting than this, and the next are claimed: enough for a tenth of a second. */
const low = 200

/** A stream of claimed mails: the next are claimed while the last are being sent. */
export function claimedMails({
  claim,
  add,
  giveBack,
  log
}: {
  claim: () => Promise<{ lease: HeldLease; mails: HeldMail[] } | undefined>
  add: (lease: HeldLease) => void
  giveBack: (held: HeldMail) => void
  log: Log
}): ClaimedMails {
  let ready: HeldMail[] = []
  let fetching: Promise<boolean> | undefined
  /** What was to be let go of since the claim that is under way began: it may not have seen why. */
  let recalled: ((held: HeldMail) => boolean)[] = []
  let drained = false
  let stopped = false

  /** False where nothing is due. */
  async function fetch(): Promise<boolean> {
    const claimed = await claim()
    if (claimed === undefined) return false
    add(claimed.lease)
    for (const held of claimed.mails) {
      if (stopped || recalled.some((which) => which(held))) giveBack(held)
      else ready.push(held)
    }
    return true
  }

  function fetchAhead(): Promise<boolean> {
    if (fetching === undefined) recalled = []
    fetching ??= fetch()
      .then((more) => {
        drained = !more
        return more
      })
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }

  return {
    async next() {
      for (;;) {
        if (stopped) return undefined
        // Nothing was due when it was last asked, and it is asked again: mails wait elsewhere, and the run goes on.
        if (fetching === undefined && ready.length < (drained ? 1 : low))
          fetchAhead().catch((error: Error) =>
            log.warn({ event: 'claim.failed', reason: error.message }, 'mails could not be claimed')
          )
        const held = ready.shift()
        if (held !== undefined) return held
        if (fetching === undefined || !(await fetching)) return undefined
      }
    },
    recall(which) {
      const waiting = ready
      ready = []
      for (const held of waiting) {
        if (which(held)) giveBack(held)
        else ready.push(held)
      }
      if (fetching !== undefined) recalled.push(which)
      return ready.length < waiting.length || fetching !== undefined
    },
    async stop() {
      stopped = true
      await fetching?.catch(() => false)
      for (const held of ready.splice(0)) giveBack(held)
    }
  }
}
