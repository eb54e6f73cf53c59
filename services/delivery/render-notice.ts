import { nextFreeze } from '../editions/freeze-times.ts'
import { buildNotice } from '../mail/message.ts'
import { recipientFault } from '../mail/message-headers.ts'
import { type RenderedNotice, renderNotice } from '../mail/notice.ts'
import type { Outgoing } from '../mail/outgoing.ts'
import type { Templates } from '../mail/templates.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { confirmationTokenOf } from '../subscribers/mails-owed.ts'
import { hadDelivery } from './deliveries.queries.ts'
import type { ClaimedMail, NoticeDetails } from './ledger.ts'
import { personalLinks } from './personal-links.ts'
import { renderStoredDraft } from './render-draft.ts'
import type { Rendered } from './rendered.ts'

interface NoticeDeps {
  db: Db
  config: Config
  outgoing: Outgoing
  templates: Templates
}

/** What a notice's bytes depend on. */
type RenderableNotice = Pick<ClaimedMail, 'key' | 'subscriberId' | 'address' | 'datedAt' | 'details'>

/** Returns what makes a notice's bytes, from its row alone: the same link and the same bytes at every try. */
export function noticeRenderer(deps: NoticeDeps) {
  const { config, outgoing } = deps
  return async function render(mail: RenderableNotice): Promise<Rendered> {
    const { key, subscriberId, address, datedAt } = mail
    const fault = recipientFault(address)
    if (fault !== undefined) return { unwritable: fault }
    const rendered = await renderedNotice(deps, mail)
    if (rendered === undefined) return { unwritable: `notice ${key} has lost what it is about` }

    const message = await buildNotice(outgoing, rendered, {
      to: address,
      messageId: `notice-${key}.${subscriberId}@${outgoing.identity.messageIdDomain}`,
      date: datedAt,
      links: rendered.kind === 'welcome' ? personalLinks(config, subscriberId) : undefined
    })
    return { message, from: outgoing.envelopeSender({ ledger: 'notices', key, subscriberId }) }
  }
}

/** What a notice says; undefined where its request or its draft is gone. */
async function renderedNotice(
  { db, config, outgoing: { identity }, templates }: NoticeDeps,
  { subscriberId, datedAt, details }: RenderableNotice
): Promise<RenderedNotice | undefined> {
  const { kind, requestId, draftDay } = details as NoticeDetails
  if (kind === 'draft')
    return draftDay === null ? undefined : renderStoredDraft({ db, config, identity, templates }, draftDay)
  if (kind === 'confirmation') {
    const token =
      requestId === null ? undefined : await confirmationTokenOf({ db, secretKeys: config.secretKeys }, requestId)
    if (token === undefined) return undefined
    return renderNotice(templates, identity, { kind, confirmUrl: `${config.baseUrl}/confirm/${token}` })
  }
  return renderNotice(templates, identity, {
    kind,
    // Of before this mail: what comes between two tries must not change its words.
    alreadyReceived: await hadDelivery(db, subscriberId, datedAt),
    firstEdition: sayWhen(nextFreeze(datedAt, config), config.digestTimezone)
  })
}

/** "on Wednesday, November 25 at 08:00 (UTC)" */
function sayWhen(instant: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en', { timeZone, weekday: 'long', month: 'long', day: 'numeric' }).format(
    instant
  )
  const time = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    instant
  )
  return `on ${day} at ${time} (${timeZone})`
}
