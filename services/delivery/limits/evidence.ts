import type { SendOutcome } from '../../mail/transport.ts'
import { replyEffects } from '../reply-effects.ts'
import type { DomainVerdict } from './pauses.ts'

/** What became of an admitted mail; `unsent`: it did not go after all. */
export type Reported = SendOutcome | { kind: 'unsent' }

/** What the outcome of one mail says. */
export interface Evidence {
  /** `relay`: it answered about itself or us. `doubted`: the mail may have been taken, and no answer came. */
  relay: 'answered' | 'relay' | 'unreachable' | 'doubted' | 'unsent'
  domain: DomainVerdict
  /** Whether the receiving domain may have been sent the mail. */
  reached: boolean
  reply: string
}

export function evidenceOf(outcome: Reported): Evidence {
  switch (outcome.kind) {
    case 'accepted':
      return { relay: 'answered', domain: 'through', reached: true, reply: outcome.reply }
    case 'answered':
      return { ...answerEvidence(outcome), reply: outcome.reply }
    case 'unreachable':
      // A certificate does not mend itself, like a setting: somebody has to know at once.
      return {
        relay: outcome.untrusted ? 'relay' : 'unreachable',
        domain: 'unclear',
        reached: false,
        reply: outcome.reason
      }
    case 'in_doubt':
      return { relay: 'doubted', domain: 'unclear', reached: true, reply: outcome.reason }
    case 'unsent':
      return { relay: 'unsent', domain: 'unsent', reached: false, reply: '' }
  }
}

function answerEvidence(answer: SendOutcome & { kind: 'answered' }): Omit<Evidence, 'reply'> {
  switch (replyEffects[answer.class].breaker) {
    case 'relay':
      return { relay: 'relay', domain: 'unclear', reached: false }
    case 'domain-rate':
      return { relay: 'answered', domain: 'rate', reached: true }
    case 'domain-policy':
      return { relay: 'answered', domain: 'refused', reached: true }
    case 'none':
      // Whoever says for good that a mailbox is unknown or full takes our mails; greylisting and its like may be anything.
      return { relay: 'answered', domain: answer.permanent ? 'through' : 'unclear', reached: true }
  }
}
