import type { Db } from '../../platform/database.ts'
import type { Background } from './background.ts'
import type { LimiterTime } from './limiter-time.ts'
import { openRateSlots, type RateSlots } from './rate-slots.ts'
import { type GrantedSlots, returnSlots, takeSlots } from './rates.queries.ts'

export interface Rates {
  /**
   * When the next message of a bucket may go, by elapsed(): not later than now where it may go at once,
   * also for a bucket without a rate; Infinity while slots are being asked for.
   */
  next(bucket: string): number
  /** Uses the slot that `next` named. */
  take(bucket: string): void
  /** Between two messages of the bucket; undefined without a rate. */
  everyMs(bucket: string): number | undefined
  /** Gives back what nobody took meanwhile, for other workers. */
  giveBack(): Promise<void>
}

interface Bucket {
  name: string
  /** Slots of one grant and the microseconds they take up. */
  count: number
  spanUs: number
  slots: RateSlots
  /** How many grants are being asked for. */
  asking: number
  /** After a failure it is not asked for before this. */
  notBefore: number
  endsUs: number
}

/** Of one grant: little to lose with a worker, few statements. */
const grantSeconds = 0.2
const mostGrants = 50
const retryMs = 1000

/**
 * Messages a second, shared by all workers: PostgreSQL has the next free slot of each bucket, a worker
 * reserves some at a time and sends one message in each. The next are asked for before the present ones
 * end, so that none is missed.
 */
export function openRates(
  { db, time, background }: { db: Db; time: LimiterTime; background: Background },
  perSecond: ReadonlyMap<string, number>
): Rates {
  const buckets = new Map([...perSecond].map(([name, rate]) => [name, openBucket(name, rate)]))
  let wanted: Bucket[] = []
  let latencyMs = 0
  /** elapsed() less PostgreSQL's clock, in ms. */
  let offset = Infinity

  function ask(bucket: Bucket): void {
    // One at a time is too slow where the database answers more slowly than a grant lasts.
    bucket.asking = Math.min(mostGrants, Math.ceil((2 * latencyMs * 1000) / bucket.spanUs) || 1)
    // Those asked for in one tick go in one statement.
    if (wanted.push(bucket) === 1) queueMicrotask(() => background.run('rates', fetch))
  }

  async function fetch(): Promise<void> {
    const asked = wanted
    wanted = []
    const since = time.elapsed()
    try {
      const granted = await takeSlots(
        db,
        time,
        asked.map(({ name, spanUs, asking }) => ({ bucket: name, spanUs: spanUs * asking }))
      )
      const now = time.elapsed()
      latencyMs = now - since
      for (const slots of granted) add(slots, { since, now })
    } catch (error) {
      for (const bucket of asked) bucket.notBefore = time.elapsed() + retryMs
      throw error
    } finally {
      for (const bucket of asked) bucket.asking = 0
    }
  }

  /**
   * PostgreSQL read its clock between the question and the answer. Of all answers the quickest knows best: so a
   * slow one does not move its slots into those of others, and a slot is never used before its time.
   */
  function add({ bucket: name, endsUs, nowUs }: GrantedSlots, { since, now }: { since: number; now: number }): void {
    const bucket = buckets.get(name)
    if (bucket === undefined) return
    const { count, spanUs, slots, asking } = bucket
    offset = Math.max(since - nowUs / 1000, Math.min(offset, now - nowUs / 1000))
    const first = offset + (endsUs - spanUs * asking) / 1000
    slots.add({ first, count: count * asking, everyMs: spanUs / count / 1000 })
    bucket.endsUs = endsUs
  }

  return {
    next(name) {
      const bucket = buckets.get(name)
      if (bucket === undefined) return -Infinity
      const now = time.elapsed()
      const next = bucket.slots.next(now)
      const ahead = Math.max(bucket.spanUs / 1000, 2 * latencyMs)
      const due = next === Infinity || bucket.slots.end() - now < ahead
      if (due && bucket.asking === 0 && now >= bucket.notBefore) ask(bucket)
      return next === Infinity && bucket.asking === 0 ? bucket.notBefore : next
    },
    take: (name) => buckets.get(name)?.slots.take(),
    everyMs(name) {
      const bucket = buckets.get(name)
      return bucket === undefined ? undefined : bucket.spanUs / bucket.count / 1000
    },
    async giveBack() {
      for (const { name, slots, spanUs, count, endsUs } of buckets.values()) {
        const unused = slots.drop(time.elapsed())
        if (unused > 0) await returnSlots(db, { bucket: name, endsUs, unusedUs: Math.floor((spanUs / count) * unused) })
      }
    }
  }
}

function openBucket(name: string, rate: number): Bucket {
  const count = Math.max(1, Math.round(rate * grantSeconds))
  const spanUs = Math.ceil((count * 1_000_000) / rate)
  return { name, count, spanUs, slots: openRateSlots(spanUs / 1000), asking: 0, notBefore: 0, endsUs: 0 }
}
