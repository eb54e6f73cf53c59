import { byEnhancedCode, enhancedCode } from './enhanced-codes.ts'
import { relayCodes, relayTexts } from './relay-texts.ts'
import type { ReplyClass, ReplyPhase } from './reply-class.ts'
import { exceptions, permanentTexts, type TextRule, temporaryPolicyTexts, temporaryTexts } from './text-rules.ts'

// A relay may send any amount of text; the patterns read this much of it.
const readLength = 512

export interface Reply {
  /** Three digits; 0 stands for a reply that could not be read. */
  code: number
  /** All of it, the digits included, the reader's address replaced: it could pass for a verdict. */
  text: string
}

/**
 * Says what a reply means: by the phase, then texts that are about the relay, the enhanced code,
 * basic codes that are clear, the text. `firstContact` tells greylisting from a limit, which use the same
 * codes. Pure, in linear time, never throws; a 4xx is never one of the classes that end a
 * mail for good or touch a reader.
 */
export function classifyReply(
  { code, text: whole }: Reply,
  { phase, firstContact }: { phase: ReplyPhase; firstContact: boolean }
): ReplyClass | 'accepted' {
  const text = whole.slice(0, readLength)
  const hundreds = Math.floor(code / 100)
  if (hundreds === 2) return 'accepted'
  if (phase === 'session') return 'relay'
  // Unreadable, 3xx and 503 say that the two sides lost step (RFC 5321 section 4.2), not that the mail is bad.
  if ((hundreds !== 4 && hundreds !== 5) || code === 503) return 'sync'
  if (isAboutRelay(code, text)) return 'relay'
  const known = byRules(exceptions, text)
  if (hundreds === 4) {
    const meaning = known === 'rate' ? known : temporaryClass(code, text, firstContact)
    // No reader is named yet: who asks us to slow down, or suspects us, is not a reader's domain.
    return phase === 'sender' && meaning !== 'temporary' ? 'relay' : meaning
  }
  const meaning = known ?? byEnhancedCode(code, text) ?? byBasicCode(code) ?? byRules(permanentTexts, text) ?? 'other'
  // The sender's address is the same for everybody. RFC 1870 section 6.1 puts "too big" there as well.
  if (phase === 'sender' && !isTooBig(code, text, meaning)) return 'relay'
  return meaning
}

function isAboutRelay(code: number, text: string): boolean {
  // RFC 4954: 454 4.7.0 is a sign-in that failed for now.
  if (relayCodes.has(code) || (code === 454 && enhancedCode(4, text) === '7.0')) return true
  return relayTexts.some((pattern) => pattern.test(text))
}

function temporaryClass(code: number, text: string, firstContact: boolean): ReplyClass {
  const sure = byEnhancedCode(code, text) ?? byRules(temporaryTexts, text)
  if (sure !== undefined) return sure
  const detail = enhancedCode(4, text)
  if (code === 452 && detail === '3.1') return 'full'
  const greylists = code === 450 || code === 451
  if (greylists && detail === '7.1') return firstContact ? 'greylist' : 'rate'
  const policy = byRules(temporaryPolicyTexts, text)
  if (policy !== undefined) return policy
  if (code === 421 && detail === '7.0') return 'rate'
  return greylists && firstContact && /\btry again|\btemporarily|\blater\b/i.test(text) ? 'greylist' : 'temporary'
}

function byRules(rules: readonly TextRule[], text: string): ReplyClass | undefined {
  return rules.find(({ pattern }) => pattern.test(text))?.meaning
}

/** RFC 5321 section 4.2.3: syntax and parameters; RFC 7504: a domain that takes no mail. The others say too little. */
function byBasicCode(code: number): ReplyClass | undefined {
  if ([500, 501, 502, 504, 555].includes(code)) return 'message'
  return code === 556 ? 'address' : undefined
}

function isTooBig(code: number, text: string, meaning: ReplyClass): boolean {
  const detail = enhancedCode(5, text)
  return meaning === 'message' && (code === 552 || detail === '3.4' || detail === '2.3')
}
