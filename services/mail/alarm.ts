import type { Identity } from './identity.ts'
import { plainText } from './message-plain.ts'
import type { RenderedNotice } from './notice.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'
import { dayIn, longDate, timeOfDay } from './words/dates.ts'
import { say } from './words/words.ts'

interface Alarm {
  /** In snake_case: relay_away. */
  kind: string
  /** One line of plain text. */
  text: string
  raisedAt: Date
  /** In which the instant is said. */
  timeZone: string
}

/** Renders an alarm for the operator. Pure: the same alarm is the same text. */
export function renderAlarm(templates: Templates, identity: Identity, alarm: Alarm): RenderedNotice {
  const { words } = templates
  const { raisedAt, timeZone } = alarm
  const what = alarm.kind.replaceAll('_', ' ')
  const subject = plainText(say(words, 'alarm.subject', { site: identity.siteName, what }), 150)
  const data = {
    ...frameData(identity),
    subject,
    text: plainText(alarm.text),
    when: say(words, 'alarm.raised', {
      date: longDate(dayIn(raisedAt, timeZone), words),
      time: timeOfDay(raisedAt, timeZone, words),
      zone: timeZone
    }),
    adminUrl: `${identity.baseUrl}/admin`
  }
  return { kind: 'alarm', subject, html: templates.alarm.html(data), text: templates.alarm.text(data) }
}
