import { nextFreeze } from '../editions/freeze-times.ts'
import type { Identity } from '../mail/identity.ts'
import { buildNotice } from '../mail/message.ts'
import { renderNotice } from '../mail/notice.ts'
import type { Templates } from '../mail/templates.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { confirmationTokenOf } from '../subscribers/mails-owed.ts'
import { hadDelivery } from './deliveries.queries.ts'
import type { ClaimedMail, NoticeDetails } from './ledger.ts'
import { personalLinks } from './personal-links.ts'
import { renderStoredDraft } from './render-draft.ts'

/** Returns what makes a notice's bytes, from its row alone: the same link and the same bytes at every try. */
export function noticeRenderer({
  db,
  config,
  identity,
  templates
}: {
  db: Db
  config: Config
  identity: Identity
  templates: Templates
}) {
  return async function render({
    key: noticeId,
    subscriberId,
    address,
    datedAt,
    details
  }: ClaimedMail): Promise<Buffer> {
    const personal = {
      to: address,
      messageId: `notice-${noticeId}.${subscriberId}@${identity.messageIdDomain}`,
      date: datedAt
    }
    const { kind, requestId, draftDay } = details as NoticeDetails

    if (kind === 'draft') {
      const rendered =
        draftDay === null ? undefined : await renderStoredDraft({ db, config, identity, templates }, draftDay)
      if (rendered === undefined) throw new Error(`notice ${noticeId} has lost its draft`)
      return buildNotice(identity, rendered, { ...personal, links: undefined })
    }

    if (kind === 'confirmation') {
      const token =
        requestId === null ? undefined : await confirmationTokenOf({ db, secretKeys: config.secretKeys }, requestId)
      if (token === undefined) throw new Error(`notice ${noticeId} has lost its request`)
      const rendered = renderNotice(templates, identity, { kind, confirmUrl: `${config.baseUrl}/confirm/${token}` })
      return buildNotice(identity, rendered, { ...personal, links: undefined })
    }

    const alreadyReceived = await hadDelivery(db, subscriberId)
    const rendered = renderNotice(templates, identity, {
      kind,
      alreadyReceived,
      firstEdition: sayWhen(nextFreeze(datedAt, config), config.digestTimezone)
    })
    return buildNotice(identity, rendered, { ...personal, links: personalLinks(config, subscriberId) })
  }
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
