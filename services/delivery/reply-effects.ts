import type { ReplyClass } from '../mail/replies/reply-class.ts'

/** What one answer of a relay leads to; services/mail/replies says which class it is. */
export interface ReplyEffects {
  /**
   * A permanent answer ends the delivery as `refused`, or it is `deferred` all the same; a temporary
   * one never ends it. `released`: planned again, no try used up.
   */
  permanent: 'refused' | 'deferred' | 'released'
  /**
   * What a permanent answer does to the subscriber: `bounced` at once, or `counted` towards it
   * (subscribers/bounced.ts has the numbers). A temporary answer never does anything.
   */
  subscriber: 'none' | 'bounced' | 'counted'
  /** What it is evidence for: a pause of its domain for rate or policy, a pause of everything. */
  breaker: 'none' | 'domain-rate' | 'domain-policy' | 'relay'
  /** `once`: the operator must act. `sampled`: now and then, so that a rule is written for the text. */
  alarm: 'none' | 'once' | 'sampled'
}

export const replyEffects: Readonly<Record<ReplyClass, ReplyEffects>> = {
  address: { permanent: 'refused', subscriber: 'bounced', breaker: 'none', alarm: 'none' },
  disabled: { permanent: 'refused', subscriber: 'counted', breaker: 'none', alarm: 'none' },
  full: { permanent: 'refused', subscriber: 'counted', breaker: 'none', alarm: 'none' },
  greylist: { permanent: 'deferred', subscriber: 'none', breaker: 'none', alarm: 'none' },
  rate: { permanent: 'deferred', subscriber: 'none', breaker: 'domain-rate', alarm: 'none' },
  policy: { permanent: 'refused', subscriber: 'none', breaker: 'domain-policy', alarm: 'none' },
  message: { permanent: 'refused', subscriber: 'none', breaker: 'none', alarm: 'once' },
  sync: { permanent: 'deferred', subscriber: 'none', breaker: 'none', alarm: 'none' },
  relay: { permanent: 'released', subscriber: 'none', breaker: 'relay', alarm: 'once' },
  temporary: { permanent: 'deferred', subscriber: 'none', breaker: 'none', alarm: 'none' },
  other: { permanent: 'refused', subscriber: 'counted', breaker: 'none', alarm: 'sampled' }
}

/** What becomes of the delivery after an answer that is not 250. */
export function deliveryAfter(answer: { class: ReplyClass; permanent: boolean }): 'refused' | 'deferred' | 'released' {
  const { permanent } = replyEffects[answer.class]
  return permanent === 'refused' && !answer.permanent ? 'deferred' : permanent
}

/** What becomes of the subscriber: nothing unless the answer is permanent. */
export function subscriberAfter(answer: { class: ReplyClass; permanent: boolean }): ReplyEffects['subscriber'] {
  return answer.permanent ? replyEffects[answer.class].subscriber : 'none'
}
