// What a log line or a page must not carry: controls, line separators, text-direction marks.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
const keptLength = 500

/** Nearly every reply: one line of plain words. */
const tidy = /^[!-~]+(?: [!-~]+)*$/

/**
 * The relay's words as they may be kept: on one line, at most 500 characters, the
 * recipient's address in any case and with or without angle brackets as `<address>`.
 */
export function redactReply(text: string, address: string): string {
  const line = tidy.test(text) ? text : text.replace(/\s+/g, ' ').replace(unprintable, '').trim()
  // Looked for first: a pattern of its own for each reader took a tenth of the time of sending.
  const named = address !== '' && line.toLowerCase().includes(address.toLowerCase())
  const redacted = named ? line.replace(patternOf(address), '<address>') : line
  // Half a surrogate pair is no valid text for PostgreSQL.
  return redacted.slice(0, keptLength).replace(/[\uD800-\uDBFF]$/, '')
}

function patternOf(address: string): RegExp {
  return new RegExp(`<?${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}>?`, 'gi')
}
