/** What became of a mail at one relay, as far as the choice between relays goes. */
export type Verdict = 'works' | 'away' | 'unknown'

interface Relay {
  /** Set while it is put aside; `until` in ms of the clock. */
  aside: { until: number; waitMs: number; probed: boolean } | undefined
  /** Counts how often it was put aside or came back: what began before says nothing about now. */
  era: number
}

/** A turn at one relay, given back with what came of it. */
export interface Turn {
  relay: number
  era: number
  probe: boolean
}

export interface Relays {
  /**
   * The relay to try next among those not yet tried for this mail: the first that is not put
   * aside, or whose time has passed and that no other mail probes just now. Where all are
   * aside, the one whose time passes first, once a mail. undefined: none is left.
   */
  next(tried: readonly number[]): Turn | undefined
  /** Returns for how many ms the relay is put aside now, undefined where this turn did not do so. */
  settle(turn: Turn, verdict: Verdict): number | undefined
}

const shortestMs = 5000
const longestMs = 5 * 60_000

/**
 * Which of several relays a mail goes to. One that is away is put aside for 5 s, doubling to
 * five minutes; then one mail probes it, and if that gets an answer it is the first again.
 */
export function openRelays(count: number, now: () => number): Relays {
  const relays: Relay[] = Array.from({ length: count }, () => ({ aside: undefined, era: 0 }))
  const at = (place: number) => relays[place] as Relay

  return {
    next(tried) {
      const left = relays.map((_, place) => place).filter((place) => !tried.includes(place))
      const ready = left.find((place) => isReady(at(place), now()))
      if (ready !== undefined) return begin(ready)
      // All that are left are aside. After a try that is an answer; before one, somebody has to ask.
      if (tried.length > 0 || left.length === 0) return undefined
      return begin(left.reduce((best, place) => (untilOf(at(place)) < untilOf(at(best)) ? place : best)))
    },
    settle({ relay: place, era, probe }, verdict) {
      const relay = at(place)
      if (relay.era !== era) return undefined
      if (verdict === 'works') {
        if (relay.aside !== undefined) turnTo(relay, undefined)
        return undefined
      }
      // A lost answer to the dot says little; to a probe it says that the relay is not back.
      if (verdict === 'unknown' && !probe) return undefined
      const waitMs = relay.aside === undefined ? shortestMs : Math.min(relay.aside.waitMs * 2, longestMs)
      turnTo(relay, { until: now() + waitMs, waitMs, probed: false })
      return waitMs
    }
  }

  function begin(place: number): Turn {
    const relay = at(place)
    if (relay.aside !== undefined) relay.aside.probed = true
    return { relay: place, era: relay.era, probe: relay.aside !== undefined }
  }
}

function isReady({ aside }: Relay, now: number): boolean {
  return aside === undefined || (now >= aside.until && !aside.probed)
}

function untilOf({ aside }: Relay): number {
  return aside?.until ?? 0
}

function turnTo(relay: Relay, aside: Relay['aside']): void {
  relay.aside = aside
  relay.era += 1
}
