import { type Gate, openGate } from '../../../services/delivery/limits/gate.ts'
import type { Limits } from '../../../services/delivery/limits/limits.ts'
import type { SendOutcome } from '../../../services/mail/transport.ts'
import type { World } from './world.ts'

export interface Sender<Mail = string> {
  gate: Gate<Mail>
  /** In the order in which they were handed over; `at` by the limiter's clock. */
  sent: { domain: string; at: number }[]
  mails: Mail[]
  putOff: { domain: string; at: Date; why: string }[]
  mailsPutOff: Mail[]
  givenBack: Mail[]
  /** Resolves when each lane has got undefined. */
  ended: Promise<void>
}

interface SenderOptions<Mail> {
  lanes?: number
  answer?: (domain: string) => SendOutcome | Promise<SendOutcome>
  domainOf?: (mail: Mail) => string
  urgent?: boolean
}

export const accepted: SendOutcome = { kind: 'accepted', relay: 0, reply: '250 2.0.0 Ok', relayId: undefined }

/**
 * A worker's lanes as in the send loop, without SMTP: what would be handed over is noted with its
 * time. `mails` is what can be claimed; unless `domainOf` says otherwise a mail is its domain.
 */
export function startSender<Mail = string>(
  world: World,
  limits: Limits,
  mails: Iterable<Mail>,
  { lanes = 5, answer = () => accepted, domainOf = String, urgent = false }: SenderOptions<Mail> = {}
): Sender<Mail> {
  const source = mails[Symbol.iterator]()
  const sender: Omit<Sender<Mail>, 'gate' | 'ended'> = {
    sent: [],
    mails: [],
    putOff: [],
    mailsPutOff: [],
    givenBack: []
  }
  const gate = openGate<Mail>({
    lanes,
    limits,
    time: world.time,
    clock: world.clock,
    source: {
      next: async () => {
        const { done, value } = source.next()
        return done === true ? undefined : value
      },
      recall: () => false
    },
    domainOf,
    urgent,
    putOff(mail, later) {
      sender.putOff.push({ domain: domainOf(mail), ...later })
      sender.mailsPutOff.push(mail)
    },
    giveBack: (mail) => sender.givenBack.push(mail)
  })
  async function lane(): Promise<void> {
    for (let mail = await gate.next(); mail !== undefined; mail = await gate.next()) {
      const domain = domainOf(mail)
      sender.mails.push(mail)
      sender.sent.push({ domain, at: world.time.elapsed() })
      world.noteSent()
      // An answer comes in a later turn of the event loop, as from a socket.
      await new Promise(setImmediate)
      limits.report(domain, await answer(domain))
    }
  }
  const ended = Promise.all(Array.from({ length: lanes }, lane)).then(() => undefined)
  return { ...sender, gate, ended }
}

export function* repeated(domain: string, count = Infinity): Generator<string> {
  for (let i = 0; i < count; i += 1) yield domain
}

/** The most of these instants that lie in any half-open second, or other window. */
export function mostInASecond(instants: number[], windowMs = 1000): number {
  const sorted = instants.toSorted((a, b) => a - b)
  let first = 0
  return sorted.reduce((most, at, index) => {
    while ((sorted[first] as number) <= at - windowMs) first += 1
    return Math.max(most, index - first + 1)
  }, 0)
}
