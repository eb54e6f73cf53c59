import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import type { Background } from './background.ts'
import type { LimiterTime } from './limiter-time.ts'
import type { Obstacle } from './obstacle.ts'
import { forgetRampBefore, returnRamp, takeRamp } from './ramp.queries.ts'

export interface Ramp {
  /** undefined: one more mail may go to the domain today. */
  find(domain: string): Obstacle | undefined
  /** Uses what `find` let pass. */
  take(domain: string): void
  /** A mail that was let pass did not reach the relay. */
  returnOne(domain: string): void
  /** Gives back what was granted and not used, for other workers. */
  giveBack(): Promise<void>
}

const dayMs = 86_400_000
/** A twentieth of the ceiling at a time, at most this: what a worker that dies takes along for the day. */
const mostAtOnce = 50
const parts = 20
/** Domains remembered; with more of them everything is given back and asked for anew. */
const mostDomains = 10_000
const retryMs = 1000
const ceilingReached = 'its domain had the mails of this day that SEND_RAMP allows'

/**
 * How many mails each receiving domain gets on one day (UTC) while a sending domain is new: counted in
 * PostgreSQL for all workers, which take some at a time, so never more than the ceiling.
 */
export function openRamp(
  { db, clock, time, background }: { db: Db; clock: Clock; time: LimiterTime; background: Background },
  schedule: NonNullable<Config['sendingLimits']['ramp']>
): Ramp {
  const first = Date.parse(schedule.firstDay)
  const granted = new Map<string, number>()
  const full = new Set<string>()
  const asked = new Set<string>()
  let wanted: string[] = []
  let notBefore = 0
  let today = ''

  /** Before its first day the ramp stands at its beginning: nothing is known of the domain then either. */
  function ceilingOn(day: string): number | undefined {
    return schedule.ceilings[Math.max(0, (Date.parse(day) - first) / dayMs)]
  }

  function turnTo(day: string): void {
    if (day === today) return
    today = day
    granted.clear()
    full.clear()
    background.run('ramp', () => forgetRampBefore(db, day))
  }

  function ask(domain: string): void {
    asked.add(domain)
    // Those asked for in one tick go in one statement.
    if (wanted.push(domain) === 1) queueMicrotask(() => background.run('ramp', fetch))
  }

  async function fetch(): Promise<void> {
    const day = today
    const domains = wanted
    wanted = []
    const ceiling = ceilingOn(day)
    try {
      if (granted.size + full.size > mostDomains) await giveBack()
      if (ceiling === undefined) return
      const chunk = Math.min(mostAtOnce, Math.ceil(ceiling / parts))
      const rows = await takeRamp(db, { day, domains, chunk, ceiling })
      if (day !== today) return
      for (const domain of domains) full.add(domain)
      for (const { domain, count } of rows) {
        full.delete(domain)
        granted.set(domain, (granted.get(domain) ?? 0) + count)
      }
    } catch (error) {
      notBefore = time.elapsed() + retryMs
      throw error
    } finally {
      for (const domain of domains) asked.delete(domain)
    }
  }

  async function giveBack(): Promise<void> {
    const unused = new Map(granted)
    granted.clear()
    full.clear()
    if (unused.size > 0) await returnRamp(db, today, unused)
  }

  return {
    find(domain) {
      const now = clock.now()
      const day = now.toISOString().slice(0, 10)
      if (ceilingOn(day) === undefined) return undefined
      turnTo(day)
      if (granted.has(domain)) return undefined
      if (full.has(domain)) return { kind: 'closed', until: new Date(Date.parse(day) + dayMs), why: ceilingReached }
      if (!asked.has(domain)) {
        if (time.elapsed() < notBefore) return { kind: 'unknown', until: notBefore }
        ask(domain)
      }
      return { kind: 'unknown', until: Infinity }
    },
    take(domain) {
      const count = granted.get(domain)
      if (count === undefined) return
      if (count > 1) granted.set(domain, count - 1)
      else granted.delete(domain)
    },
    returnOne(domain) {
      if (ceilingOn(today) !== undefined && today === clock.now().toISOString().slice(0, 10))
        granted.set(domain, (granted.get(domain) ?? 0) + 1)
    },
    giveBack
  }
}
