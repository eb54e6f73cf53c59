import { type Gate, openGate } from '../../../services/delivery/limits/gate.ts'
import type { Limits } from '../../../services/delivery/limits/limits.ts'
import type { SendOutcome } from '../../../services/mail/transport.ts'
import type { World } from './world.ts'

export interface Sent {
  domain: string
  /** By the limiter's clock. */
  at: number
}

export interface Sender {
  gate: Gate<string>
  sent: Sent[]
  putOff: { domain: string; at: Date; why: string }[]
  givenBack: string[]
  /** Resolves when each lane has got undefined. */
  ended: Promise<void>
}

const accepted: SendOutcome = { kind: 'accepted', relay: 0, reply: '250 2.0.0 Ok', relayId: undefined }

/**
 * A worker's lanes as in the send loop, without SMTP: a mail is its domain, and what would be
 * handed over is noted with its time. `mails` is what can be claimed.
 */
export function startSender(
  world: World,
  limits: Limits,
  mails: Iterable<string>,
  { lanes = 5, answer = () => accepted }: { lanes?: number; answer?: (domain: string) => SendOutcome } = {}
): Sender {
  const source = mails[Symbol.iterator]()
  const sent: Sent[] = []
  const putOff: Sender['putOff'] = []
  const givenBack: string[] = []
  const gate = openGate<string>({
    limits,
    time: world.time,
    clock: world.clock,
    source: { next: async () => source.next().value as string | undefined },
    domainOf: (domain) => domain,
    putOff: (domain, later) => putOff.push({ domain, ...later }),
    giveBack: (domain) => givenBack.push(domain)
  })
  async function lane(): Promise<void> {
    for (let domain = await gate.next(); domain !== undefined; domain = await gate.next()) {
      sent.push({ domain, at: world.time.elapsed() })
      limits.report(domain, answer(domain))
    }
  }
  const ended = Promise.all(Array.from({ length: lanes }, lane)).then(() => undefined)
  return { gate, sent, putOff, givenBack, ended }
}

export function* repeated(domain: string, count = Infinity): Generator<string> {
  for (let i = 0; i < count; i += 1) yield domain
}

/** The most of these instants that lie in any half-open second. */
export function mostInASecond(instants: number[]): number {
  const sorted = instants.toSorted((a, b) => a - b)
  let first = 0
  return sorted.reduce((most, at, index) => {
    while ((sorted[first] as number) <= at - 1000) first += 1
    return Math.max(most, index - first + 1)
  }, 0)
}
