import type { ReplyClass } from '../../mail/replies/reply-class.ts'
import type { Db } from '../../platform/database.ts'
import type { Outcome } from '../ledger.ts'
import { replyEffects } from '../reply-effects.ts'
import { type Alarm, raiseAlarm } from './raise-alarm.ts'

/**
 * Raises what answers of relays say about this program: a mail that is not made as it should be, once
 * an edition (for notices once a day), and a refusal that no rule knows, once a day. What they say of
 * the relay itself is for the limits to judge. `editionId` undefined: notices. In the caller's transaction.
 */
export async function raiseReplyAlarms(
  trx: Db,
  outcomes: readonly Outcome[],
  editionId: number | undefined
): Promise<void> {
  const told = new Set<string>()
  for (const outcome of outcomes) {
    const alarm = alarmOf(outcome, editionId)
    if (alarm === undefined || told.has(alarm.key)) continue
    told.add(alarm.key)
    await raiseAlarm(trx, alarm)
  }
}

function alarmOf({ state, replyClass, reply, at }: Outcome, editionId: number | undefined): Alarm | undefined {
  const due = replyClass === null ? 'none' : replyEffects[replyClass as ReplyClass].alarm
  const instant = new Date(at)
  const day = instant.toISOString().slice(0, 10)
  const answer = reply.slice(0, 300)
  if (replyClass === 'message' && due === 'once') {
    return {
      key: `message_refused/${editionId === undefined ? `notices ${day}` : editionId}`,
      kind: 'message_refused',
      text: `A relay says that a mail is not made as it should be, which is no fault of its reader. Others may be refused for the same: ${answer}`,
      at: instant
    }
  }
  if (due === 'sampled' && state === 'refused') {
    return {
      key: `reply_unknown/${day}`,
      kind: 'reply_unknown',
      text: `A relay refused a mail with words that no rule knows; the delivery has failed and the reader stays. A rule is wanted for: ${answer}`,
      at: instant
    }
  }
  return undefined
}
