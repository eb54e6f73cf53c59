import { type RawBuilder, sql } from 'kysely'

/**
 * The two tables of mails to send, `deliveries` and `notices`, which
 * have the same states. A mail is named by two numbers: its edition's or its own id, and
 * the subscriber's; 0 is nobody in subscribers, the curator.
 */
export interface Ledger {
  table: 'deliveries' | 'notices'
  key: 'edition_id' | 'id'
  /** The subscriber's number of the row `t`. */
  reader: RawBuilder<number>
  /** Whether the subscriber `s` may still be sent the row `t`; null where there is none counts as no. */
  mailable: RawBuilder<boolean | null>
  /** Where mails to no subscriber go: said by the configuration at each try and stored nowhere. */
  curatorEmail: string | undefined
  /** What rendering needs beside the address. */
  details: RawBuilder<unknown>
}

export interface MailKey {
  key: number
  subscriberId: number
}

export interface ClaimedMail extends MailKey {
  address: string
  lease: number
  tries: number
  datedAt: Date
  expiresAt: Date
  details: DeliveryDetails | NoticeDetails
}

export interface DeliveryDetails {
  revision: number
  /** Bitmap over the pool; null: its first papers. */
  selection: string | null
}

export interface NoticeDetails {
  kind: 'confirmation' | 'welcome' | 'draft'
  requestId: number | null
  /** The feed day of a draft. */
  draftDay: string | null
}

export const deliveries: Ledger = {
  table: 'deliveries',
  key: 'edition_id',
  reader: sql`t.subscriber_id`,
  mailable: sql`s.state = 'active'`,
  curatorEmail: undefined,
  details: sql`json_build_object('revision', t.revision, 'selection', encode(t.selection, 'hex'))`
}

/** Notices, as long as CURATOR_EMAIL says so drafts to the curator among them. */
export function noticesWith({ curatorEmail }: { curatorEmail: string | undefined }): Ledger {
  return {
    table: 'notices',
    key: 'id',
    // Not `is not distinct from`, which no index serves.
    reader: sql`coalesce(t.subscriber_id, 0)`,
    mailable: sql`case t.kind
      when 'draft' then ${curatorEmail !== undefined}
      when 'confirmation' then s.state in ('pending', 'unsubscribed') or (s.state = 'suppressed' and s.suppression = 'bounce')
      else s.state = 'active' end`,
    curatorEmail,
    details: sql`json_build_object('kind', t.kind, 'requestId', t.request_id, 'draftDay', t.draft_day)`
  }
}

/** For statements that ask neither who may be mailed nor where. */
export const notices = noticesWith({ curatorEmail: undefined })

/** The names a statement over a ledger is made of. */
export const columns = ({ table, key }: Ledger) => ({
  table: sql.table(table),
  key: sql.ref(`t.${key}`),
  keyName: sql.ref(key)
})
