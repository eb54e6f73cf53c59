import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { raiseAlarm } from '../alarms/raise-alarm.ts'
import type { Background } from './background.ts'
import type { LimiterTime } from './limiter-time.ts'
import type { Obstacle } from './obstacle.ts'
import { endPause, listOpenPauses, pauseDomain, postponeProbe, relayScope, takeProbes } from './pauses.queries.ts'

/**
 * What an answer says about its receiving domain. `refused`: this mail for policy; `closed`: that, and too many of
 * them. `unclear`: nothing. `unsent`: the mail did not go after all.
 */
export type DomainVerdict = 'through' | 'rate' | 'refused' | 'closed' | 'unclear' | 'unsent'

export interface Pauses {
  /** undefined: the domain is not paused, or this mail may find out whether it still is. */
  find(domain: string): Obstacle | undefined
  /** The mail that `find` let pass is on its way. */
  took(domain: string): void
  report(domain: string, verdict: DomainVerdict, reply: string): void
  /** Writes what is not written yet. */
  flush(): Promise<void>
}

interface Pause {
  why: string
  /** ms since the epoch, as all times here. */
  until: number
  reply: string
  /** Of the one mail that finds out: asked for, this worker's to send, on its way (whose ever). */
  probe: 'none' | 'asked' | 'ours' | 'sent' | 'others'
  probeUntil: number
}

/** What is older than `staleMs` is read before anything goes: every worker obeys a pause within two seconds. */
const refreshMs = 1000
const staleMs = 1500
const firstMs = 15 * 60_000
const probeMs = 2 * 60_000
const unclearMs = 60_000

/**
 * Domains that get nothing for a while, because one said so to any worker: the table has them, and each
 * worker looks at it every second in which it sends. When a pause has passed one mail of all workers
 * goes; an answer that is neither about rate nor about policy ends the pause.
 */
export function openPauses({
  db,
  clock,
  time,
  background
}: {
  db: Db
  clock: Clock
  time: LimiterTime
  background: Background
}): Pauses {
  const pauses = new Map<string, Pause>()
  /** In order, each kept until it is done: what was answered is not forgotten because PostgreSQL is away. */
  const writes: (() => Promise<void>)[] = []
  let knownAt = -Infinity
  let askedAt = -Infinity
  let syncing: Promise<void> | undefined

  function sync(): void {
    askedAt = time.elapsed()
    background.run('pauses', flush)
  }

  function flush(): Promise<void> {
    syncing ??= writeAndRead()
    return syncing
  }

  async function writeAndRead(): Promise<void> {
    try {
      let rows: Awaited<ReturnType<typeof listOpenPauses>>
      do {
        for (let next = writes[0]; next !== undefined; next = writes[0]) {
          await next()
          writes.shift()
        }
        askedAt = time.elapsed()
        rows = await listOpenPauses(db)
        // What was answered meanwhile is newer than the rows.
      } while (writes.length > 0)
      show(rows)
      // Of the answer: of the question, a database that takes as long as an answer is good for would end all sending.
      knownAt = time.elapsed()
    } finally {
      syncing = undefined
    }
  }

  function show(rows: Awaited<ReturnType<typeof listOpenPauses>>): void {
    const open = new Set(rows.map(({ scope }) => scope))
    for (const domain of pauses.keys()) if (!open.has(domain)) pauses.delete(domain)
    for (const { scope, why, until, probeUntil, reply } of rows) {
      if (scope === relayScope) continue
      const pause: Pause = pauses.get(scope) ?? { why, reply, until: 0, probe: 'none', probeUntil: 0 }
      Object.assign(pause, { why, reply, until: until.getTime() })
      if (pause.probe === 'none' || pause.probe === 'others')
        Object.assign(pause, { probe: 'others', probeUntil: probeUntil?.getTime() ?? 0 })
      pauses.set(scope, pause)
    }
  }

  function write(statement: (now: Date) => Promise<void>): void {
    const now = clock.now()
    writes.push(() => statement(now))
    sync()
  }

  function close(domain: string, why: 'rate' | 'policy', reply: string): void {
    const until = clock.now().getTime() + firstMs
    pauses.set(domain, { why, reply, until, probe: 'none', probeUntil: 0 })
    write(async (now) => {
      await db.transaction().execute(async (trx) => {
        const paused = await pauseDomain(trx, { domain, why, reply, now })
        if (paused !== undefined && why === 'policy') await raiseAlarm(trx, refusedAlarm(domain, paused, reply))
      })
    })
  }

  function askForProbe(domain: string, pause: Pause): void {
    pause.probe = 'asked'
    background.run('probe', async () => {
      const now = clock.now()
      let mine = false
      try {
        mine = (await takeProbes(db, [domain], { now, probeMs })).length > 0
      } finally {
        // Where another worker has it, when that one's may be over is read with the rows.
        pause.probe = mine ? 'ours' : 'others'
        pause.probeUntil = now.getTime() + (mine ? probeMs : refreshMs)
      }
    })
  }

  sync()
  return {
    find(domain) {
      const elapsed = time.elapsed()
      if (elapsed - askedAt >= refreshMs) sync()
      if (elapsed - knownAt > staleMs) return { kind: 'unknown', until: askedAt + refreshMs }
      const pause = pauses.get(domain)
      if (pause === undefined) return undefined
      const now = clock.now().getTime()
      if (now < pause.until) return { kind: 'closed', until: new Date(pause.until), why: wordsOf(pause) }
      if (pause.probe === 'asked') return { kind: 'unknown', until: Infinity }
      if (now < pause.probeUntil)
        return pause.probe === 'ours'
          ? undefined
          : { kind: 'closed', until: new Date(now + unclearMs), why: wordsOf(pause) }
      askForProbe(domain, pause)
      return { kind: 'unknown', until: Infinity }
    },

    took(domain) {
      const pause = pauses.get(domain)
      if (pause?.probe === 'ours') pause.probe = 'sent'
    },

    report(domain, verdict, reply) {
      const known = pauses.get(domain)
      const now = clock.now().getTime()
      if (known !== undefined && now < known.until) return
      const probed = known?.probe === 'sent'
      if (verdict === 'rate') return close(domain, 'rate', reply)
      if (verdict === 'closed' || (verdict === 'refused' && probed)) return close(domain, 'policy', reply)
      if (known === undefined || !probed) return
      if (verdict === 'unsent') {
        known.probe = 'ours'
      } else if (verdict === 'through') {
        pauses.delete(domain)
        write((at) => endPause(db, domain, at))
      } else {
        const until = now + unclearMs
        Object.assign(known, { until, probe: 'none', probeUntil: 0 })
        write(() => postponeProbe(db, domain, new Date(until)))
      }
    },

    flush
  }
}

function wordsOf({ why, reply }: Pause): string {
  return why === 'rate' ? `its domain asked for fewer mails: ${reply}` : `its domain refuses our mails: ${reply}`
}

function refusedAlarm(domain: string, { since, until }: { since: Date; until: Date }, reply: string) {
  return {
    key: `domain refuses ${domain} ${since.toISOString()}`,
    kind: 'domain_refuses',
    text: `${domain} refuses our mails as unwanted. Nothing is sent there until ${until.toISOString().slice(11, 16)} UTC; then one mail finds out whether that is over. Its last answer: ${reply}`,
    at: since
  }
}
