/** Whether this worker gets anything through to its relay. */
type RelayState =
  | { kind: 'works' }
  /** One mail may find out whether it is back. */
  | { kind: 'to_probe' }
  | { kind: 'probed' }
  /** `until` in ms of the breaker's clock. */
  | { kind: 'away'; until: number; reply: string }

export interface RelayBreaker {
  state(): RelayState
  /** The mail for which `to_probe` was read is on its way. */
  took(): void
  /** Nothing got through. Returns for how many ms nothing is tried; undefined where that was known. */
  failed(reply: string): number | undefined
  /** The relay answered about a mail. True where it was away until then. */
  answered(): boolean
  /** A mail ended in doubt. Returns as `failed` where that says as much: to the one mail, or three in a row. */
  doubted(reply: string): number | undefined
  /** The mail that was to find out did not leave. */
  unsent(): void
}

const shortestMs = 5000
const longestMs = 5 * 60_000
/** Longer than the ten minutes for which a relay may be silent after the final dot (RFC 5321 section 4.5.3.2.6). */
const probeMs = 11 * 60_000

/** A relay that takes mails and never says so would else have the whole edition in doubt. */
const mostDoubts = 3

const works: RelayState = { kind: 'works' }

/**
 * Each worker has its own, because a worker's network may be the cause: closed at the first failure for
 * 5 s, then one mail finds out, and each further failure doubles the wait, up to five minutes. What fails
 * while it is closed was on its way before and counts once. `now` in ms that only go forward.
 */
export function openRelayBreaker(now: () => number): RelayBreaker {
  let doubts = 0
  let away: { until: number; waitMs: number; reply: string; probedAt: number | undefined } | undefined

  function failed(reply: string): number | undefined {
    if (away !== undefined && away.probedAt === undefined) return undefined
    const waitMs = away === undefined ? shortestMs : Math.min(away.waitMs * 2, longestMs)
    away = { until: now() + waitMs, waitMs, reply, probedAt: undefined }
    return waitMs
  }

  return {
    state() {
      if (away === undefined) return works
      if (now() < away.until) return { kind: 'away', until: away.until, reply: away.reply }
      return away.probedAt !== undefined && now() - away.probedAt < probeMs ? { kind: 'probed' } : { kind: 'to_probe' }
    },
    took() {
      if (away !== undefined) away.probedAt = now()
    },
    failed,
    answered() {
      const was = away
      away = undefined
      doubts = 0
      return was !== undefined
    },
    doubted(reply) {
      doubts += 1
      return away?.probedAt !== undefined || doubts >= mostDoubts ? failed(reply) : undefined
    },
    unsent() {
      if (away !== undefined) away.probedAt = undefined
    }
  }
}
