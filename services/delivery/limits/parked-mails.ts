import type { Clock } from '../../platform/clock.ts'
import type { LimiterTime } from './limiter-time.ts'
import type { Admission } from './limits.ts'

type Wait = Omit<Admission & { kind: 'wait' }, 'kind'>

/** Claimed mails that wait for their turn, in the order of each domain. */
export interface ParkedMails<Mail> {
  add(mail: Mail, domain: string, wait: Wait): void
  /** Parks a mail behind others of its domain, or puts it off where they are too many. False where there are none. */
  addBehind(mail: Mail, domain: string): boolean
  /** The first of the domain has to wait longer. */
  waitOn(domain: string, wait: Wait): void
  /** A domain whose first mail may be asked for now. */
  due(): string | undefined
  /** Takes out the first mail of a domain that has some. */
  take(domain: string): Mail
  /** Something changed: whoever waits may be asked for now. */
  lookAgain(): void
  /** When the next is due, by elapsed(). */
  earliest(): number
  isEmpty(): boolean
  isFull(): boolean
  remove(which: (mail: Mail) => boolean): Mail[]
}

interface Queue<Mail> {
  mails: Mail[]
  until: number
  everyMs: number | undefined
}

/** Longer than the sweep's ten seconds, after which what was put off is claimed again: a slow domain is never idle. */
const longestMs = 30_000
/** Of mails whose domain has a rate; twice as many in all. */
const most = 1000

export function openParkedMails<Mail>({
  time,
  clock,
  putOff
}: {
  time: LimiterTime
  clock: Clock
  putOff: (mail: Mail, later: { at: Date; why: string }) => void
}): ParkedMails<Mail> {
  const queues = new Map<string, Queue<Mail>>()
  /** For a domain with a rate: when the mail last put off is due, in ms since the epoch. */
  const lastDue = new Map<string, number>()
  let count = 0

  function push(queue: Queue<Mail>, mail: Mail): void {
    queue.mails.push(mail)
    count += 1
  }

  /** They come back one by one, at the domain's rate, before those that wait here are through. */
  function putOffBehind(mail: Mail, domain: string, everyMs: number): void {
    const at = Math.max(lastDue.get(domain) ?? 0, clock.now().getTime() + longestMs / 2) + everyMs
    lastDue.set(domain, at)
    putOff(mail, { at: new Date(at), why: 'its domain gets no more mails a second: SEND_RATE_BY_DOMAIN' })
  }

  return {
    add(mail, domain, wait) {
      const queue = { mails: [], until: wait.everything ? -Infinity : wait.until, everyMs: wait.everyMs }
      queues.set(domain, queue)
      push(queue, mail)
    },
    addBehind(mail, domain) {
      const queue = queues.get(domain)
      if (queue === undefined) return false
      const { mails, until, everyMs } = queue
      const known = until === Infinity ? 0 : Math.max(0, until - time.elapsed())
      if (everyMs !== undefined && (count >= most || known + mails.length * everyMs > longestMs))
        putOffBehind(mail, domain, everyMs)
      else push(queue, mail)
      return true
    },
    waitOn(domain, wait) {
      const queue = queues.get(domain)
      if (queue === undefined) return
      queue.until = wait.everything ? -Infinity : wait.until
      queue.everyMs = wait.everyMs ?? queue.everyMs
    },
    due() {
      const now = time.elapsed()
      for (const [domain, { until }] of queues) if (until <= now) return domain
      return undefined
    },
    take(domain) {
      const queue = queues.get(domain)
      const mail = queue?.mails.shift()
      if (queue === undefined || mail === undefined) throw new Error('no mail of this domain waits')
      count -= 1
      if (queue.mails.length === 0) queues.delete(domain)
      return mail
    },
    lookAgain() {
      for (const queue of queues.values()) queue.until = -Infinity
    },
    earliest: () => Math.min(...[...queues.values()].map(({ until }) => until)),
    isEmpty: () => count === 0,
    isFull: () => count >= 2 * most,
    remove(which) {
      const removed: Mail[] = []
      for (const [domain, queue] of queues) {
        const kept = queue.mails.filter((mail) => !which(mail))
        removed.push(...queue.mails.filter(which))
        queue.mails = kept
        if (kept.length === 0) queues.delete(domain)
      }
      count -= removed.length
      return removed
    }
  }
}
