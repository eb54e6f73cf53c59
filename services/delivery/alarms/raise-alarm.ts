import { plainText } from '../../mail/message-plain.ts'
import type { Db } from '../../platform/database.ts'
import { insertAlarm } from './alarms.queries.ts'

export interface Alarm {
  /** Names what happened: an alarm that was raised under this key before is not raised again. */
  key: string
  /** What sort of trouble, in snake_case: relay_away. Its words make the subject of the mail. */
  kind: string
  /** A sentence or two for the operator: what happened, and what it means. No addresses, no secrets. */
  text: string
  /** By the caller's clock; without it by PostgreSQL's. */
  at?: Date
}

const longestText = 1000

/**
 * Raises an alarm, in the caller's transaction where it has one: the row is all there is to it. The
 * alarm job finds it there within ten seconds, logs it and has it mailed to ALERT_EMAIL and posted to
 * ALERT_WEBHOOK, once, however often it is raised.
 */
export async function raiseAlarm(db: Db, { text, ...alarm }: Alarm): Promise<void> {
  // Callers pass none: a second line of defence, for what a relay or a source wrote into its answer.
  const unaddressed = plainText(text).replaceAll(/(?<![^\s<>"'(),:;])[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '[address]')
  await insertAlarm(db, { ...alarm, text: plainText(unaddressed, longestText) })
}
