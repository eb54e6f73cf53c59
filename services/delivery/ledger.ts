/**
 * The two tables of mails to send, which have the same states: `deliveries` are editions,
 * `notices` everything else.
 */
export type Ledger = 'deliveries' | 'notices'

/** Names a mail: its edition's or its own id, and the subscriber's, 0 where it is to nobody in subscribers. */
export interface MailKey {
  key: number
  subscriberId: number
}

/** One text for a mail, to find it by. */
export function keyText({ key, subscriberId }: MailKey): string {
  return `${key} ${subscriberId}`
}

export interface ClaimedMail extends MailKey {
  /** Claimed by itself and not with a range. */
  single: boolean
  address: string
  tries: number
  datedAt: Date
  expiresAt: Date
  details: DeliveryDetails | NoticeDetails
}

export interface DeliveryDetails {
  revision: number
  /** Bitmap over the pool, in hex; null: its first papers. */
  selection: string | null
}

export type NoticeKind = 'confirmation' | 'reminder' | 'already_subscribed' | 'account' | 'welcome' | 'draft' | 'alarm'

export interface NoticeDetails {
  kind: NoticeKind
  requestId: number | null
  accountLinkId: number | null
  /** The feed day of a draft. */
  draftDay: string | null
  alarmId: number | null
}

/** What came of one try, or why a mail was put off without one. */
export interface Outcome extends MailKey {
  single: boolean
  lease: number
  state: 'accepted' | 'refused' | 'deferred' | 'expired' | 'in_doubt'
  /** What it was sent as; 0 for a notice. */
  revision: number
  /** Whether it counts as a try: a mail that a limit put off was not tried. */
  tried: boolean
  replyClass: string | null
  reply: string
  relay: number | null
  relayId: string | null
  /** ms since the epoch. */
  at: number
  /** When it is tried again, ms since the epoch; 'held' until the operator says; null where it is final. */
  dueAt: number | 'held' | null
}
