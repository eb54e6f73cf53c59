import type { SendOutcome } from '../mail/transport.ts'
import type { ClaimedMail, Outcome } from './ledger.ts'
import { deliveryAfter } from './reply-effects.ts'

export interface RetryPolicy {
  /** Waits between tries, in ms; used up means expired. */
  retryAfterMs: readonly number[]
  /** undefined: a mail in doubt is held until the operator says. */
  inDoubtAfterMs: number | undefined
}

/** What is recorded of one try. */
export type Judged = Pick<Outcome, 'state' | 'tried' | 'replyClass' | 'reply' | 'relay' | 'relayId' | 'at' | 'dueAt'>

/**
 * How long a mail waits whose answer was about the relay: were one recipient the cause after
 * all, its mail would else be every probe of the relay's breaker.
 */
const releasedAfterMs = 60_000

/**
 * What a send's outcome makes of a mail. `random` is in [0, 1): each wait is spread by
 * +-20 %, so that mails deferred together do not come back together. `released`: nothing became
 * of it, and it is due as before.
 */
export function judge(
  mail: Pick<ClaimedMail, 'tries' | 'expiresAt'>,
  sent: SendOutcome,
  policy: RetryPolicy,
  now: Date,
  random: number
): Judged | 'released' {
  const at = now.getTime()
  const named = { relay: sent.relay, replyClass: null, relayId: null, tried: true, at, dueAt: null }

  switch (sent.kind) {
    case 'accepted':
      return { ...named, state: 'accepted', reply: sent.reply, relayId: sent.relayId ?? null }
    case 'in_doubt': {
      const { inDoubtAfterMs } = policy
      return {
        ...named,
        state: 'in_doubt',
        reply: sent.reason,
        dueAt: inDoubtAfterMs === undefined ? 'held' : at + inDoubtAfterMs
      }
    }
    case 'unreachable':
      return 'released'
    case 'answered': {
      const answered = { ...named, replyClass: sent.class, reply: sent.reply }
      const next = deliveryAfter(sent)
      if (next === 'refused') return { ...answered, state: 'refused' }
      const wait = next === 'released' ? releasedAfterMs : policy.retryAfterMs[mail.tries]
      const dueAt = wait === undefined ? undefined : at + Math.round(wait * (0.8 + 0.4 * random))
      if (dueAt === undefined || dueAt >= mail.expiresAt.getTime()) return { ...answered, state: 'expired' }
      return { ...answered, state: 'deferred', tried: next === 'deferred', dueAt }
    }
  }
}

/** What becomes of a mail that a limit does not let go before `at`, ms since the epoch: no try is used up. */
export function postponed(
  { at, why }: { at: number; why: string },
  mail: Pick<ClaimedMail, 'expiresAt'>,
  now: Date
): Judged {
  const named = { relay: null, replyClass: null, relayId: null, tried: false, reply: why, at: now.getTime() }
  return at < mail.expiresAt.getTime()
    ? { ...named, state: 'deferred', dueAt: at }
    : { ...named, state: 'expired', dueAt: null }
}

/** A mail that cannot be written: final, and no relay was asked. It counts as a try, which is where the reason is kept. */
export function neverSent(reason: string, now: Date): Judged {
  const asked = { relay: null, relayId: null, tried: true }
  return {
    ...asked,
    state: 'refused',
    replyClass: 'message',
    reply: `not written: ${reason}`,
    at: now.getTime(),
    dueAt: null
  }
}
