import type { Identity } from './identity.ts'
import { plainText } from './message-plain.ts'
import { slot } from './slots.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'

/** A mail that is not an edition. A confirmation has nothing in it that anybody typed. */
export type Notice =
  | { kind: 'confirmation'; confirmUrl: string }
  | {
      kind: 'welcome'
      /** When the next edition comes, to end a sentence: "tomorrow at 08:00 (UTC)". Undefined where nobody can say. */
      firstEdition: string | undefined
      /** The reader has the newest edition already, from an earlier subscription. */
      alreadyReceived: boolean
    }

export interface RenderedNotice {
  kind: Notice['kind'] | 'draft'
  subject: string
  /** With a slot for the unsubscribe link in a welcome mail. */
  html: string
  text: string
}

/** Renders a notice. Pure: the same notice is the same text. */
export function renderNotice(templates: Templates, identity: Identity, notice: Notice): RenderedNotice {
  const { kind } = notice
  const specific =
    kind === 'confirmation'
      ? { confirmUrl: notice.confirmUrl }
      : {
          firstEdition: notice.firstEdition ?? null,
          alreadyReceived: notice.alreadyReceived,
          unsubscribe: slot('unsubscribe')
        }
  const data = { ...frameData(identity), ...specific }
  const subject = plainText(templates[kind].subject(data), 150)
  return {
    kind,
    subject,
    html: templates[kind].html({ ...data, subject }),
    text: templates[kind].text({ ...data, subject })
  }
}
