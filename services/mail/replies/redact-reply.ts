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
