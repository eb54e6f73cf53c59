import { type RawBuilder, sql } from 'kysely'

/**
 * The two tables of mails to send, `deliveries` and `notices`, which
 * have the same states. A mail is named by two numbers: its edition's or its own id, and
 * the subscriber's.
 */
export interface Ledger {
  table: 'deliveries' | 'notices'
  key: 'edition_id' | 'id'
  /** Whether the subscriber `s` may still be sent the row `t`. */
  mailable: RawBuilder<boolean>
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
  kind: 'confirmation' | 'welcome'
  requestId: number | null
}

export const deliveries: Ledger = {
  table: 'deliveries',
  key: 'edition_id',
  mailable: sql`s.state = 'active'`,
  details: sql`json_build_object('revision', t.revision, 'selection', encode(t.selection, 'hex'))`
}

export const notices: Ledger = {
  table: 'notices',
  key: 'id',
  mailable: sql`case t.kind
    when 'confirmation' then s.state in ('pending', 'unsubscribed') or (s.state = 'suppressed' and s.suppression = 'bounce')
    else s.state = 'active' end`,
  details: sql`json_build_object('kind', t.kind, 'requestId', t.request_id)`
}

/** The names a statement over a ledger is made of. */
export const columns = ({ table, key }: Ledger) => ({
  table: sql.table(table),
  key: sql.ref(`t.${key}`),
  keyName: sql.ref(key)
})
