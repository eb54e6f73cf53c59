/** Consecutive slots of one bucket, granted to this worker: the i-th begins at `first + i * everyMs`. */
interface SlotGrant {
  first: number
  count: number
  everyMs: number
}

export interface RateSlots {
  add(grant: SlotGrant): void
  /** When the next slot can be used, in the past where one can be used now; Infinity where there is none. */
  next(now: number): number
  /** Uses the slot that `next` named. */
  take(): void
  /** The end of the last grant; -Infinity without one. */
  end(): number
  /** Drops what is unused of the last grant and returns how many of it have not begun. */
  drop(now: number): number
}

/**
 * The slots a worker holds. One can be used from when it begins, for `usableMs`; then it is lost. So
 * a worker that stood still does not send in one burst what it missed: in any second there are at
 * most the slots of `1 s + usableMs`, whoever holds them.
 */
export function openRateSlots(usableMs: number): RateSlots {
  const grants: (SlotGrant & { used: number })[] = []

  return {
    add(grant) {
      grants.push({ ...grant, used: 0 })
    },
    next(now) {
      for (let grant = grants[0]; grant !== undefined; grant = grants[0]) {
        const lost = Math.floor((now - usableMs - grant.first) / grant.everyMs) + 1
        grant.used = Math.max(grant.used, lost)
        if (grant.used < grant.count) return grant.first + grant.used * grant.everyMs
        if (grants.length === 1) return Infinity
        grants.shift()
      }
      return Infinity
    },
    take() {
      if (grants[0] !== undefined) grants[0].used += 1
    },
    end() {
      const last = grants.at(-1)
      return last === undefined ? -Infinity : last.first + last.count * last.everyMs
    },
    drop(now) {
      const last = grants.pop()
      grants.length = 0
      if (last === undefined) return 0
      const begun = Math.max(last.used, Math.ceil((now - last.first) / last.everyMs))
      return Math.max(0, last.count - begun)
    }
  }
}
