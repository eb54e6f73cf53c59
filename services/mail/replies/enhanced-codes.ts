import type { ReplyClass } from './reply-class.ts'

/**
 * RFC 3463 codes and those of its registry (RFC 5248), without their first digit. What is
 * missing, all x.y.0 above all, says too little, and the text decides.
 */
const permanent: readonly [code: RegExp, meaning: ReplyClass][] = [
  // Bad mailbox, system, syntax; has moved; null MX (RFC 7505).
  [/^1\.([1236]|10)$/, 'address'],
  // The sender's address, which is the same for everybody.
  [/^1\.[78]$/, 'relay'],
  [/^2\.1$/, 'disabled'],
  [/^2\.2$/, 'full'],
  // Too big for the mailbox, for the system.
  [/^(2\.3|3\.4)$/, 'message'],
  // Protocol. 5.5.0 is left to the text: Outlook.com says it of unknown mailboxes.
  [/^5\.[1-6]$/, 'message'],
  [/^6\./, 'message'],
  [/^7\./, 'policy']
]

const temporary: readonly [code: RegExp, meaning: ReplyClass][] = [
  [/^2\.2$/, 'full'],
  // Gmail and RFC 7372: SPF, DKIM, DMARC, PTR or TLS is missing.
  [/^7\.(2[0-79]|3\d|40)$/, 'policy'],
  // Gmail, and the 4.7.5xx to 4.7.6xx with which Microsoft slows a sender down.
  [/^7\.(28|[56]\d\d)$/, 'rate']
]

/**
 * The code where it says something about the reply (RFC 2034: right after the number) or in the
 * brackets of qmail and some gateways. Anywhere else a version or an address could pass for one.
 */
const leading = /^\d{3}[ -]#?([45])\.(\d{1,3}\.\d{1,3})(?!\.?\d)/
const bracketed = /[([#]#?([45])\.(\d{1,3}\.\d{1,3})(?!\.?\d)/
// Anywhere: a reply that speaks of policy at all must never cost a reader.
const policyAnywhere = /(?:^|[^\d.])5\.7\.\d/

/** What the enhanced code says; undefined where there is none or it says too little. */
export function byEnhancedCode(code: number, text: string): ReplyClass | undefined {
  const first = Math.floor(code / 100)
  if (first === 5 && policyAnywhere.test(text)) return 'policy'
  const detail = enhancedCode(first, text)
  if (detail === undefined) return undefined
  return (first === 5 ? permanent : temporary).find(([pattern]) => pattern.test(detail))?.[1]
}

/** `7.1` of 5.7.1, where its first digit agrees with the reply's (RFC 2034 section 4). */
export function enhancedCode(first: number, text: string): string | undefined {
  for (const pattern of [leading, bracketed]) {
    const [, digit, detail] = pattern.exec(text) ?? []
    if (Number(digit) === first) return detail
  }
  return undefined
}
