import type { Identity } from './identity.ts'
import { plainText } from './message-plain.ts'
import { slot } from './slots.ts'
import type { Templates } from './templates.ts'
import { frameData } from './templates-frame.ts'
import { say, type Words } from './words/words.ts'

/** A mail that is not an edition. One that a sign-up causes has nothing in it that anybody typed. */
export type Notice =
  | {
      kind: 'confirmation'
      confirmUrl: string
      notMeUrl: string
      /** Six digits, for the page left open. */
      code: string
    }
  /** The confirmation once more, a day later. */
  | { kind: 'reminder'; confirmUrl: string; notMeUrl: string }
  /** To the owner of an active address that somebody signed up. */
  | { kind: 'already_subscribed' }
  | { kind: 'account'; accountUrl: string; minutes: number }
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
  const { subject: words, template, data: specific } = parts(templates, notice)
  const subject = plainText(say(templates.words, words, { site: identity.siteName }), 150)
  const data = { ...frameData(identity), ...specific, subject }
  return { kind, subject, html: template.html(data), text: template.text(data) }
}

function parts(templates: Templates, notice: Notice) {
  const links = { unsubscribe: slot('unsubscribe'), preferences: slot('preferences') }
  switch (notice.kind) {
    case 'confirmation':
    case 'reminder': {
      const { kind, confirmUrl, notMeUrl } = notice
      const code = notice.kind === 'reminder' ? null : `${notice.code.slice(0, 3)} ${notice.code.slice(3)}`
      const data = { confirmUrl, notMeUrl, code, reminds: kind === 'reminder' }
      return { subject: `${kind}.subject`, template: templates.confirmation, data } as const
    }
    case 'already_subscribed':
      return { subject: 'already.subject', template: templates.alreadySubscribed, data: links } as const
    case 'account': {
      const { accountUrl, minutes } = notice
      return { subject: 'account.subject', template: templates.account, data: { accountUrl, minutes } } as const
    }
    case 'welcome': {
      const data = { ...links, comes: comes(templates.words, notice), alreadyReceived: notice.alreadyReceived }
      return { subject: 'welcome.subject', template: templates.welcome, data } as const
    }
  }
}

function comes(words: Words, { firstEdition: when, alreadyReceived }: Extract<Notice, { kind: 'welcome' }>): string {
  if (when === undefined) return say(words, alreadyReceived ? 'welcome.nextSoon' : 'welcome.firstSoon')
  return say(words, alreadyReceived ? 'welcome.next' : 'welcome.first', { when })
}
