import type { SendOutcome } from '../mail/transport.ts'
import type { Outcome } from './hand.queries.ts'
import type { ClaimedMail } from './ledger.ts'

export interface RetryPolicy {
  /** Waits between tries, in ms; used up means expired. */
  retryAfterMs: readonly number[]
  inDoubtAfterMs: number
}

/**
 * What a send's outcome makes of a mail. `random` is in [0, 1): each wait is spread by
 * +-20 %, so that mails deferred together do not come back together.
 */
export function judge(mail: ClaimedMail, sent: SendOutcome, policy: RetryPolicy, now: Date, random: number): Outcome {
  const { key, subscriberId, lease } = mail
  const named = { key, subscriberId, lease, dueAt: undefined }
  switch (sent.kind) {
    case 'accepted':
    case 'refused':
      return { ...named, state: sent.kind, reply: sent.reply }
    case 'deferred': {
      const wait = policy.retryAfterMs[mail.tries]
      if (wait === undefined) return { ...named, state: 'expired', reply: sent.reply }
      const dueAt = new Date(now.getTime() + Math.round(wait * (0.8 + 0.4 * random)))
      return dueAt < mail.expiresAt
        ? { ...named, state: 'deferred', reply: sent.reply, dueAt }
        : { ...named, state: 'expired', reply: sent.reply }
    }
    case 'in_doubt':
      return { ...named, state: 'in_doubt', reply: sent.reason, dueAt: new Date(now.getTime() + policy.inDoubtAfterMs) }
    case 'unreachable':
      // The relay's fault, not the reader's: it stays planned and the try does not count.
      return { ...named, state: 'planned', reply: sent.reason }
  }
}
