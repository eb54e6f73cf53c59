import { AppError } from '../platform/errors.ts'
import { type ColumnKind, readStanding, type Standing, saysNotToMail, stricter } from './import-standing.ts'

export interface Columns {
  /** The address in the row and how it stands. Throws FILE_INVALID naming a column and a value that mean nothing known. */
  read(row: { line: number; fields: string[] }): { address: string; standing: Standing }
}

const addressNames = ['email', 'e_mail', 'email_address', 'e_mail_address', 'address']

const kinds: Record<string, ColumnKind> = {
  ...all({ kind: 'status' }, 'status state subscription_status subscriber_status member_status email_status'),
  ...all({ kind: 'wanted' }, 'subscribed is_subscribed subscribed_to_emails active is_active enabled'),
  ...all({ kind: 'wanted' }, 'opt_in optin opted_in accepts_marketing'),
  ...all({ kind: 'confirmed' }, 'confirmed is_confirmed verified confirmed_at confirm_time verified_at double_opt_in'),
  ...all({ kind: 'mark', as: 'left' }, 'unsubscribed is_unsubscribed unsubscribed_at unsubscribe_date unsub_time'),
  ...all({ kind: 'mark', as: 'left' }, 'unsubscription_date opt_out optout opted_out opted_out_at left_at'),
  ...all({ kind: 'mark', as: 'left' }, 'deleted deleted_at disabled email_disabled do_not_email'),
  ...all({ kind: 'mark', as: 'bounce' }, 'bounced bounced_at bounce bounce_date hard_bounce hard_bounced'),
  ...all({ kind: 'mark', as: 'bounce' }, 'cleaned cleaned_at clean_time undeliverable'),
  ...all({ kind: 'mark', as: 'operator' }, 'blacklisted blocklisted suppressed suppressed_at banned'),
  ...all({ kind: 'mark', as: 'complaint' }, 'complained complained_at complaint complaint_at spam spam_at abuse')
}

/** Columns of Mailchimp's exports that go with UNSUB_TIME and CLEAN_TIME and say nothing of their own. */
const companions = new Set(
  'unsub_campaign_title unsub_campaign_id unsub_reason unsub_reason_other clean_campaign_title clean_campaign_id'.split(
    ' '
  )
)

const looksLikeStatus = /status|unsub|bounce|complain|opt_?out|black_?list|block_?list|suppress/

/**
 * What each column of a header means, by literal name: a guess that is wrong would mail
 * somebody against their will. Throws FILE_INVALID where there is no column of addresses,
 * or one looks like a status and is not known.
 */
export function readHeader(header: string[]): Columns {
  const names = header.map(normalName)
  const address = addressColumn(header)
  const known = names.map((name, index) => (index === address ? undefined : kinds[name]))
  names.forEach((name, index) => {
    if (index === address || known[index] !== undefined || companions.has(name) || !looksLikeStatus.test(name)) return
    throw new AppError(
      'FILE_INVALID',
      `The column "${header[index]}" looks like a status, but its meaning is not known: ` +
        'rename it to what it is (status, unsubscribed_at, bounced, complained) or remove it.'
    )
  })
  return {
    read({ line, fields }) {
      let standing: Standing = 'active'
      fields.forEach((cell, index) => {
        const kind = known[index]
        const says = kind === undefined ? (saysNotToMail(cell) ? undefined : 'active') : readStanding(kind, cell)
        if (says === undefined) throw unknownValue({ column: header[index] ?? '', cell, line })
        standing = stricter(standing, says)
      })
      return { address: fields[address] ?? '', standing }
    }
  }
}

/** Which column has the addresses. Throws FILE_INVALID where none does, or two do. */
export function addressColumn(header: string[]): number {
  const names = header.map(normalName)
  for (const name of addressNames) {
    const found = names.indexOf(name)
    if (found === -1) continue
    if (names.lastIndexOf(name) !== found) throw new AppError('FILE_INVALID', `Two columns are called "${name}".`)
    return found
  }
  throw new AppError(
    'FILE_INVALID',
    'The first line must name the columns, one of them "email" or "address"; it does not.'
  )
}

function unknownValue({ column, cell, line }: { column: string; cell: string; line: number }): AppError {
  return new AppError(
    'FILE_INVALID',
    `The column "${column}" has the value ${JSON.stringify(cell.slice(0, 60))} in line ${line}, ` +
      'and whether that means active is not known: replace it by active, pending, unsubscribed, bounced or ' +
      'complained, or rename or remove the column. Nothing was imported.'
  )
}

function normalName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

function all(kind: ColumnKind, names: string): Record<string, ColumnKind> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]))
}
