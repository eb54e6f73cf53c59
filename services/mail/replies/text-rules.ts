import type { ReplyClass } from './reply-class.ts'

export interface TextRule {
  pattern: RegExp
  meaning: ReplyClass
}

/**
 * Codes that big receivers give another meaning than the registry does; looked at before
 * the enhanced code.
 */
export const exceptions: readonly TextRule[] = [
  // Gmail: 450 4.2.1 and 550 5.2.1 also mean that the reader is getting too many mails just now.
  { pattern: /\breceiving mail (at a rate|too quickly)\b/i, meaning: 'rate' },
  // Exchange Online answers 5.4.1 "recipient address rejected: access denied" for who is not in its directory. Where it
  // names 5.7.x as well, it is about us.
  { pattern: /^550[ -]5\.4\.1 (?![^]*5\.7\.\d).{0,80}recipient address rejected/i, meaning: 'address' }
]

const greylisted: TextRule = { pattern: /\bgr[ae]y-?list/i, meaning: 'greylist' }

const rate: TextRule[] = [
  // Yahoo's TSS codes, Microsoft's "rate limited", Gmail's "unusual rate", iCloud, Comcast, Orange, T-Online.
  { pattern: /\brate\b|\brate-?limit|\bthrottl|\bunusual\b|\bunexpected volume\b|\[TSS?\d\d\]/i, meaning: 'rate' },
  { pattern: /\btoo (many|much|fast|quickly|frequent(ly)?|often)\b|\bslow down\b/i, meaning: 'rate' },
  { pattern: /\b(connection|message|recipient|session) limit\b|\bmax(imum)? messages? per\b/i, meaning: 'rate' }
]

const tooBig: TextRule = {
  // RFC 1870 section 6.1 and how Exim, Sendmail and Postfix word it.
  pattern:
    /\b(message|mail) (is )?too (big|large|long)\b|\bsize (exceeds|limit|is too)|\bexceeds? (the )?(maximum|fixed|size)/i,
  meaning: 'message'
}

const full: TextRule[] = [
  {
    pattern: /\bover ?quota\b|\bquota\b|\b(mailbox|inbox|account|recipient) (is |storage )?(over)?full\b/i,
    meaning: 'full'
  },
  // RFC 5321's own words for 452 and 552.
  { pattern: /\b(insufficient|exceed(s|ed)|out of|not enough) ([\w']+ ){0,3}(storage|space)\b/i, meaning: 'full' }
]

const policy: TextRule[] = [
  {
    pattern: /\b(spam\w*|junk|unsolicited|bulk (e-?)?mail|virus|malware|phish\w*|malicious|suspicious)\b/i,
    meaning: 'policy'
  },
  {
    pattern: /\bblock(ed|ing|list\w*)?\b|\bblack-?list\w*|\bdeny-?list\w*|\bbanned\b|\b[dr]ns?bl\b|\brbl\b/i,
    meaning: 'policy'
  },
  {
    pattern: /\b(spamhaus|spamcop|barracuda|sorbs|cloudmark|senderscore|abusix)\b|(?<!not )\blisted (in|on|at|by)\b/i,
    meaning: 'policy'
  },
  {
    pattern: /\b(spf|dkim|dmarc|unauthenticated|reverse dns|rdns|ptr)\b|\bnot (properly )?authenticated\b/i,
    meaning: 'policy'
  },
  {
    pattern: /\b(policy|policies|reputation|complaints?|prohibited|prohibition|unacceptable|aup#\w+)\b/i,
    meaning: 'policy'
  },
  {
    pattern:
      /\b(access|permission|delivery) (is |was )?(denied|not authori[sz]ed)\b|\bcontent (was |is )?(rejected|refused|filter)/i,
    meaning: 'policy'
  },
  // Whoever it names but the reader.
  {
    pattern:
      /\b(sender|helo|ehlo|mail from|return-?path)\b|\byour (ip|domain|host|server|address|network)\b|\b(ip|client|source) address\b/i,
    meaning: 'policy'
  },
  {
    pattern:
      /\b(message|e?-?mail|connections?) (has been |was |is |were |will )?(not (be )?accepted|rejected|refused|denied)\b/i,
    meaning: 'policy'
  }
]

/** Off for now, or said so: not proof that nobody is there. */
const notForGood: TextRule = { pattern: /\btemporar|\btry (again|later)|\bagain later\b/i, meaning: 'other' }

const reader = '(user|recipient|mailbox|account|address(ee)?|alias|person|customer|local part)'

const disabled: TextRule[] = [
  {
    pattern: new RegExp(
      `\\b${reader} ((is|was|has|been|currently) )*(disabled|inactive|suspended|deactivated|locked|closed|expired|not active)\\b`,
      'i'
    ),
    meaning: 'disabled'
  },
  {
    pattern: new RegExp(`\\b(disabled|inactive|suspended|deactivated|closed|expired) ${reader}\\b`, 'i'),
    meaning: 'disabled'
  }
]

const address: TextRule[] = [
  // Postfix, Sendmail, Exim, Dovecot: "user unknown", "no such user here", "unknown user", "invalid recipient".
  {
    pattern: new RegExp(
      `\\b(no such|unknown|invalid|bad|non-?existent|unroute?able|undeliverable) ((local|virtual|destination|e-?mail) )?${reader}\\b`,
      'i'
    ),
    meaning: 'address'
  },
  {
    pattern: new RegExp(
      `\\b${reader}( name| address)?( is| was| has been)? (unknown|invalid|rejected|unavailable|undeliverable|unroute?able|not (found|known|valid|recogni[sz]ed|available|listed|local|a valid))\\b`,
      'i'
    ),
    meaning: 'address'
  },
  {
    pattern: new RegExp(
      `\\b${reader} (\\S+ ){0,2}((do(es)?n'?t|do(es)? not|did ?n[o']t) exist|no longer (exists?|valid|in use|available|accepts))\\b`,
      'i'
    ),
    meaning: 'address'
  },
  // qmail and its patches, Yahoo, Domino, Comcast, Mercury.
  {
    pattern: /\bno mailbox\b|\bdoesn'?t have an? \S+ account\b|\bnot (a )?(valid|known) (user|mailbox|recipient)\b/i,
    meaning: 'address'
  },
  { pattern: /\bnot listed in\b|\bvalidrcptto\b|\bnot our customer\b|\bdoes not like recipient\b/i, meaning: 'address' }
]

/** In order; the first that matches decides. Policy stands before the reader: in doubt nobody is suppressed. */
export const permanentTexts: readonly TextRule[] = [
  tooBig,
  ...rate,
  ...policy,
  ...full,
  notForGood,
  ...disabled,
  ...address
]
export const temporaryTexts: readonly TextRule[] = [greylisted, ...rate, ...full]
export const temporaryPolicyTexts: readonly TextRule[] = policy
