// What a log line or a page must not carry: controls, line separators, text-direction marks.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
const keptLength = 500

/** Nearly every reply: one line of plain words. */
const tidy = /^[!-~]+(?: [!-~]+)*$/

/**
 * The relay's words for the rules that judge them: on one line, at most 500 characters, the
 * recipient's address in any case and with or without angle brackets as `<address>`.
 */
export function readableReply(text: string, address: string): string {
  return redact(text, [{ text: address, pattern: literally }])
}

/**
 * The relay's words as they may be kept: also without the mailbox's name alone, since "no such user
 * ada.example" names its reader as well. Rules read the other: a mailbox may be called "quota".
 */
export function redactReply(text: string, address: string): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')))
  const names = [local, local.replace(/\+.*/, '')]
    // A shorter one is a word of many others, and three digits are a reply's code.
    .filter((name) => name.length >= 3 && !/^\d{3}$/.test(name))
    .map((name) => ({ text: name, pattern: asName }))
  return redact(text, [{ text: address, pattern: literally }, ...names])
}

interface Secret {
  text: string
  pattern: (text: string) => string
}

function redact(text: string, secrets: Secret[]): string {
  const line = tidy.test(text) ? text : text.replace(/\s+/g, ' ').replace(unprintable, '').trim()
  // Looked for first: a pattern of its own for each reader took a tenth of the time of sending.
  const lower = line.toLowerCase()
  const patterns = secrets
    .filter((secret) => secret.text !== '' && lower.includes(secret.text.toLowerCase()))
    .map((secret) => secret.pattern(secret.text))
  const redacted =
    patterns.length === 0 ? line : line.replace(new RegExp(`<?(?:${patterns.join('|')})>?`, 'gi'), '<address>')
  // Half a surrogate pair is no valid text for PostgreSQL.
  return redacted.slice(0, keptLength).replace(/[\uD800-\uDBFF]$/, '')
}

/** Not as a part of a longer word or name. */
function asName(text: string): string {
  return `(?<![\\w+-]|\\w\\.)${literally(text)}(?![\\w+-]|\\.\\w)`
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
