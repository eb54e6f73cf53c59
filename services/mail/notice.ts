import type { Identity } from './identity.ts'
import { plainText } from './message-plain.ts'
import { slot } from './slots.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'
import { say, type Words } from './words/words.ts'

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
  kind: Notice['kind'] | 'draft' | 'alarm'
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
          comes: comes(templates.words, notice),
          alreadyReceived: notice.alreadyReceived,
          unsubscribe: slot('unsubscribe'),
          preferences: slot('preferences')
        }
  const subject = plainText(say(templates.words, `${kind}.subject`, { site: identity.siteName }), 150)
  const data = { ...frameData(identity), ...specific, subject }
  return { kind, subject, html: templates[kind].html(data), text: templates[kind].text(data) }
}

function comes(words: Words, { firstEdition: when, alreadyReceived }: Extract<Notice, { kind: 'welcome' }>): string {
  if (when === undefined) return say(words, alreadyReceived ? 'welcome.nextSoon' : 'welcome.firstSoon')
  return say(words, alreadyReceived ? 'welcome.next' : 'welcome.first', { when })
}
