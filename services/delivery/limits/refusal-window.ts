/** Counts, for one worker, what share of a domain's mails of the last five minutes was refused for policy. */
export interface RefusalWindow {
  /** Counts one answer at `now` (ms); true where the refusals are now so many that the domain is to be left alone. */
  count(domain: string, refused: boolean, now: number): boolean
}

const sliceMs = 30_000
const slicesKept = 10
const fewest = 3
const share = 0.05
const many = 10
/** Domains counted in a slice. A share needs sixty mails in five minutes to say more than three refusals do. */
const mostDomains = 5000

interface Slice {
  number: number
  mails: Map<string, number>
  refused: Map<string, number>
}

/**
 * Ten refusals, or three that are 5 % or more of the domain's mails, in five minutes by slices of half a
 * minute. A domain to which nothing went for five minutes is forgotten, and who trips is counted anew.
 */
export function openRefusalWindow(): RefusalWindow {
  let slices: Slice[] = []

  function sliceAt(now: number): Slice {
    const number = Math.floor(now / sliceMs)
    const newest = slices.at(-1)
    if (newest?.number === number) return newest
    slices = slices.filter((slice) => slice.number > number - slicesKept && slice.number < number)
    const slice = { number, mails: new Map<string, number>(), refused: new Map<string, number>() }
    slices.push(slice)
    return slice
  }

  return {
    count(domain, refused, now) {
      const slice = sliceAt(now)
      const mails = slice.mails.get(domain)
      if (mails !== undefined || slice.mails.size < mostDomains) slice.mails.set(domain, (mails ?? 0) + 1)
      if (!refused) return false
      slice.refused.set(domain, (slice.refused.get(domain) ?? 0) + 1)

      const refusals = sum(slices, (one) => one.refused.get(domain))
      const all = Math.max(
        refusals,
        sum(slices, (one) => one.mails.get(domain))
      )
      const tripped = refusals >= many || (refusals >= fewest && refusals >= share * all)
      if (tripped) {
        for (const one of slices) {
          one.mails.delete(domain)
          one.refused.delete(domain)
        }
      }
      return tripped
    }
  }
}

function sum(slices: readonly Slice[], count: (slice: Slice) => number | undefined): number {
  return slices.reduce((total, slice) => total + (count(slice) ?? 0), 0)
}
