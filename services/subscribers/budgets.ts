import { createHmac } from 'node:crypto'
import { subkey } from '../platform/subkeys.ts'
import type { Keys } from '../platform/tokens.ts'
import { hourlyLimitOf } from './receiving-domains.ts'

/** At most `atMost` in any `withinMs`. */
export type Limit = readonly [withinMs: number, atMost: number]

/** What a mail or a try costs: one of each of these. */
export interface Cost {
  /** Keyed hash of what is limited, in hex. */
  bucket: string
  limits: readonly Limit[]
}

const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** What one address may be sent, whoever asks. */
export const addressLimits: readonly Limit[] = [
  [10 * minute, 1],
  [day, 3],
  [30 * day, 5]
]

/** More than this in an hour is no ordinary day: what cannot show a proof of work is held shorter. */
export const usualHourlyTotal = 1000

/**
 * How much trust a sign-up has: a person behind it, nothing that speaks for one, and nothing while
 * too much comes in.
 */
export type Trust = 'full' | 'some' | 'little'

const networkLimits: Record<Trust, readonly Limit[]> = {
  full: limits(5, 20),
  some: limits(3, 10),
  little: limits(1, 3)
}
/** A proof of work costs its maker half a second: five times the usual is where that ends, too. */
const hourlyTotals: Record<Trust, number> = { full: 5 * usualHourlyTotal, some: 5 * usualHourlyTotal, little: 100 }
/** The part of a domain's hourly limit. */
const domainShare: Record<Trust, number> = { full: 1, some: 1, little: 1 / 6 }

/** The name of a bucket: nobody can tell from it what is counted, and under another key it is another. */
export function bucketOf([key]: Keys, kind: string, value: string): string {
  return createHmac('sha256', subkey(key, 'budget')).update(`${kind}:${value}`).digest('hex').slice(0, 32)
}

/** What a mail that a sign-up causes costs beside its address: its network, its receiving domain, all of them. */
export function signUpCosts(
  secretKeys: Keys,
  { addressKey, client, trust }: { addressKey: string; client: string | undefined; trust: Trust }
): Cost[] {
  const domain = addressKey.slice(addressKey.lastIndexOf('@') + 1)
  return [
    ...(client === undefined ? [] : [{ bucket: client, limits: networkLimits[trust] }]),
    {
      bucket: bucketOf(secretKeys, 'domain', domain),
      limits: [[hour, Math.ceil(hourlyLimitOf(domain) * domainShare[trust])]]
    },
    { bucket: totalBucket(secretKeys), limits: [[hour, hourlyTotals[trust]]] }
  ]
}

export function totalBucket(secretKeys: Keys): string {
  return bucketOf(secretKeys, 'total', '')
}

export interface Mark {
  bucket: string
  spentAt: Date
  /** From then on no limit looks at it any more. */
  endsAt: Date
}

/** Spends from what was spent already: instants in milliseconds by bucket, of which it keeps the account. */
export function openBudget(spent: Map<string, number[]>, now: Date) {
  const marks: Mark[] = []
  const at = now.getTime()

  function has({ bucket, limits: all }: Cost): boolean {
    const times = spent.get(bucket) ?? []
    return all.every(([within, atMost]) => times.filter((time) => time > at - within).length < atMost)
  }

  return {
    /** All or nothing. */
    spend(costs: Cost[]): boolean {
      if (!costs.every(has)) return false
      for (const { bucket, limits: all } of costs) {
        spent.set(bucket, [...(spent.get(bucket) ?? []), at])
        marks.push({ bucket, spentAt: now, endsAt: new Date(at + Math.max(...all.map(([within]) => within))) })
      }
      return true
    },
    /** How often a bucket was spent from in this time. */
    count: (bucket: string, within: number) => (spent.get(bucket) ?? []).filter((time) => time > at - within).length,
    /** What is to be written down. */
    marks: marks as readonly Mark[]
  }
}

export type Budget = ReturnType<typeof openBudget>

function limits(inAMinute: number, inAnHour: number): readonly Limit[] {
  return [
    [minute, inAMinute],
    [hour, inAnHour]
  ]
}
