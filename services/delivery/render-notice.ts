import { nextFreeze } from '../editions/freeze-times.ts'
import { buildNotice } from '../mail/message.ts'
import { recipientFault } from '../mail/message-headers.ts'
import { type RenderedNotice, renderNotice } from '../mail/notice.ts'
import type { Outgoing } from '../mail/outgoing.ts'
import type { Templates } from '../mail/templates.ts'
import { sayWhen } from '../mail/words/dates.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { signSubscriberToken } from '../platform/tokens.ts'
import { accountTokenOf, confirmationSecretsOf } from '../subscribers/mails-owed.ts'
import { accountLinkMinutes } from '../subscribers/preferences.ts'
import { renderStoredAlarm } from './alarms/render-stored-alarm.ts'
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
      links: toSubscriber.includes(rendered.kind) ? personalLinks(config, subscriberId) : undefined
    })
    return { message, from: outgoing.envelopeSender({ ledger: 'notices', key, subscriberId }) }
  }
}

/** Mails that somebody gets as a subscriber, and with the links to end that. */
const toSubscriber = ['welcome', 'already_subscribed']

/** What a notice says; undefined where its request or its draft is gone. */
async function renderedNotice(
  { db, config, outgoing: { identity }, templates }: NoticeDeps,
  { subscriberId, datedAt, details }: RenderableNotice
): Promise<RenderedNotice | undefined> {
  const { kind, requestId, accountLinkId, draftDay, alarmId } = details as NoticeDetails
  const { baseUrl, secretKeys } = config
  if (kind === 'draft')
    return draftDay === null ? undefined : renderStoredDraft({ db, config, identity, templates }, draftDay)
  if (kind === 'alarm')
    return alarmId === null ? undefined : renderStoredAlarm({ db, config, identity, templates }, alarmId)
  if (kind === 'confirmation' || kind === 'reminder') {
    const secrets = requestId === null ? undefined : await confirmationSecretsOf({ db, secretKeys }, requestId)
    if (secrets === undefined) return undefined
    const confirmUrl = `${baseUrl}/confirm/${secrets.token}`
    const notMeUrl = `${baseUrl}/not-me/${signSubscriberToken(secretKeys, 'not-me', subscriberId)}`
    return renderNotice(templates, identity, { kind, confirmUrl, notMeUrl, code: secrets.code })
  }
  if (kind === 'account') {
    const token = accountLinkId === null ? undefined : await accountTokenOf({ db, secretKeys }, accountLinkId)
    if (token === undefined) return undefined
    return renderNotice(templates, identity, {
      kind,
      accountUrl: `${baseUrl}/account/${token}`,
      minutes: accountLinkMinutes
    })
  }
  if (kind === 'already_subscribed') return renderNotice(templates, identity, { kind })
  return renderNotice(templates, identity, {
    kind,
    // Of before this mail: what comes between two tries must not change its words.
    alreadyReceived: await hadDelivery(db, subscriberId, datedAt),
    firstEdition: sayWhen(nextFreeze(datedAt, config), config.digestTimezone, templates.words)
  })
}
