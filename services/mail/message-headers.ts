import { createHash } from 'node:crypto'
import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs'
import type { Identity } from './identity.ts'

/** What each mail has of its own, fixed before its first try so that every try is the same bytes. */
export interface Personal {
  /** The stored address, exactly. */
  to: string
  /** Without the angle brackets. */
  messageId: string
  date: Date
}

// RFC 5322 section 2.1.1, without the line break.
const longestLine = 998
// RFC 5321 section 4.1.2, without quoted local parts and address literals.
const addrSpec =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/

/** Who writes and about what. */
export function senderFields({ siteName, mailFrom, replyTo }: Identity, subject: string): string {
  return (
    foldedField('From', `${phrase(siteName)} <${mailFrom}>`) +
    (replyTo === undefined ? '' : field('Reply-To', `<${replyTo}>`)) +
    foldedField('Subject', headerText(subject))
  )
}

/** That no person wrote this, and for Gmail's statistics, which kind of mail it is. */
export function kindFields({ listId }: Identity, kind: string): string {
  return field('Auto-Submitted', 'auto-generated') + field('Feedback-ID', feedbackId(listId, kind))
}

/** What keeps an address from being written to, undefined where nothing does. Says nothing of the address itself. */
export function recipientFault(to: string): string | undefined {
  return addrSpec.test(to) ? undefined : 'the recipient is not one plain mail address'
}

/**
 * To, Date and Message-ID. Throws where `to` is not one plain address: a mail library given
 * "a@example.org, b@example.org" would write to both.
 */
export function personalFields({ to, messageId, date }: Personal): string {
  const fault = recipientFault(to)
  if (fault !== undefined) throw new Error(fault)
  if (!addrSpec.test(messageId)) throw new Error(`not a message id: ${messageId}`)
  return (
    field('To', to) + field('Date', date.toUTCString().replace('GMT', '+0000')) + field('Message-ID', `<${messageId}>`)
  )
}

/** What makes a mail a list's (RFC 2369, 2919), but for the reader's own unsubscribeFields(). */
export function listFields({ siteName, listId, baseUrl }: Identity, archiveUrl: string): string {
  return (
    foldedField('List-Id', `${phrase(siteName)} <${listId}>`) +
    field('List-Help', `<${baseUrl}/>`) +
    field('List-Archive', `<${archiveUrl}>`)
  )
}

/** One-click unsubscription (RFC 8058). On one line: folded, it has failed DKIM at a relay (nodemailer#1654). */
export function unsubscribeFields(url: string): string {
  return field('List-Unsubscribe', `<${url}>`) + field('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click')
}

/** One header field on one line. Throws where that is not a line of a header. */
export function field(name: string, value: string): string {
  const line = `${name}: ${value}`
  if (!/^[\x20-\x7E]+$/.test(line) || line.length > longestLine) throw new Error(`${name} does not fit into a header`)
  return `${line}\r\n`
}

function foldedField(name: string, value: string): string {
  return `${foldLines(field(name, value).trimEnd(), 76)}\r\n`
}

/** Text as it is where nothing can misread it, else as encoded words (RFC 2047). */
function headerText(text: string): string {
  // A title with "=?" would be decoded, and a word too long for a line cannot be folded.
  if (/^[\x20-\x7E]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text)) return text
  const ascii = text.match(/[\x20-\x7E]/g)?.length ?? 0
  return encodeWord(text, ascii * 2 > text.length ? 'Q' : 'B', 52)
}

function phrase(name: string): string {
  const encoded = headerText(name)
  return encoded === name ? quoteString(name) : encoded
}

/**
 * Gmail wants who sends in the last field, 5 to 15 characters and always the same, and no identifier
 * in two fields: so each is of a form of its own.
 */
function feedbackId(listId: string, kind: string): string {
  const sender = createHash('sha256').update(listId).digest('hex').slice(0, 12)
  return `${kind}:mail:list-${listId}:dp${sender}`
}
