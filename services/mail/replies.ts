/** What an answer of the relay means for one mail; see classifyReply. */
type ReplyClass = 'accepted' | 'refused' | 'deferred' | 'relay'

/** What was answered: connecting and signing in, MAIL FROM, or RCPT, DATA and the final dot. */
export type ReplyPhase = 'session' | 'sender' | 'message'

// A relay may send any amount of text; the patterns below read this much of it.
const readLength = 512

// Signing in or encryption is wanted (RFC 4954 section 6, RFC 3207 section 4).
const signInCodes = new Set([530, 534, 535, 538])
// Postfix, Sendmail, Exim and Exchange, in their own words.
const relaying = /\brelay(ing|ed)? (access )?(is )?(denied|not (permitted|allowed))|\bunable to relay\b/i
// RFC 1870 section 6.1 puts "too big" at MAIL FROM as well; that is the mail, not the sender.
const tooBig = /^552\b|\b5\.(3\.4|2\.3)\b/

/**
 * Says what a reply means. `relay`: the relay or our settings are the cause and nothing is
 * wrong with the reader, so the mail is released without using up a try. A code of 0
 * stands for a reply that could not be read. Pure, never throws, no 4xx is ever `refused`.
 */
export function classifyReply(reply: { code: number; text: string }, phase: ReplyPhase = 'message'): ReplyClass {
  const { code } = reply
  const text = reply.text.slice(0, readLength)
  const hundreds = Math.floor(code / 100)

  if (hundreds === 2) return 'accepted'
  if (phase === 'session') return 'relay'
  // Unreadable, 3xx and 503 say that the two sides lost step (RFC 5321 section 4.2), not that the mail is bad.
  if ((hundreds !== 4 && hundreds !== 5) || code === 503) return 'deferred'
  if (signInCodes.has(code) || (code === 454 && /\b4\.7\.0\b/.test(text)) || relaying.test(text)) return 'relay'
  if (hundreds === 4) return 'deferred'
  // The sender address is the same for everybody: refusing each reader for it would end an edition.
  if (phase === 'sender' && !tooBig.test(`${code} ${text}`)) return 'relay'
  return 'refused'
}

// What a log line or a page must not carry: controls, line separators, text-direction marks.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
const keptLength = 500

/**
 * The relay's words as they may be kept: on one line, at most 500 characters, the
 * recipient's address in any case and with or without angle brackets as `<address>`.
 */
export function redactReply(text: string, address: string): string {
  const line = text.replace(/\s+/g, ' ').replace(unprintable, '').trim()
  const pattern = new RegExp(`<?${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}>?`, 'gi')
  const redacted = address === '' ? line : line.replace(pattern, '<address>')
  // Half a surrogate pair is no valid text for PostgreSQL.
  return redacted.slice(0, keptLength).replace(/[\uD800-\uDBFF]$/, '')
}
