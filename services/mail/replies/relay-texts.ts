/**
 * Replies that are about the relay's view of us, not about this mail or its reader: every
 * mail would get them. They are looked at before enhanced codes, because relays give
 * most of them 5.7.1, which elsewhere is a verdict on the mail.
 */
export const relayTexts: readonly RegExp[] = [
  // Postfix reject_unauth_destination, Sendmail, Exim, Exchange 5.7.54 and 5.7.64, qmail and its patches. Not
  // iCloud's "relay not permitted for user": a reader who switched off a Hide My Email address.
  /\brelay(ing|ed)? (access )?(is )?(denied|prohibited|not (permitted(?! for user)|allowed|authori[sz]ed))|\bunable to relay\b/i,
  /\b(not permitted|not allowed|not authori[sz]ed) to relay\b|\bdo(es)? not relay\b|\bwe don'?t relay\b|\brcpthosts\b/i,
  // Postfix smtpd_*_restrictions on who we are; with smtpd_delay_reject they come at RCPT.
  /\b(client host|helo command|sender address) rejected\b/i,
  // Signing in or TLS is wanted (RFC 4954, RFC 3207), in the words of Exchange 5.7.57, Gmail 5.7.0, Exim and Sendmail.
  /\bauthentication (is )?(required|unsuccessful|failed)\b|\bnot authenticated to send\b|\bclient was not authenticated\b/i,
  /\bmust issue a starttls\b|\b(must|please) (authenticate|log ?in) (first|before)\b/i,
  // May not send as this address: Exchange 5.7.60, Postfix reject_sender_login_mismatch, Microsoft 5.1.8.
  /\bpermissions? to send (as|on behalf)|\bnot owned by (the )?user\b|\bbad outbound sender\b|\bsendasdenied\b/i,
  // Amazon SES: an identity that is not verified, an account in review, its two quotas.
  /\bemail address is not verified\b|\bsending (has been )?paused for this account\b|\bthrottling failure\b/i,
  // What we have booked is used up: Gmail 5.4.5 and 4.2.1, Microsoft 5.1.90, SendGrid, Mailgun, Postmark, shared hosts.
  /\bdaily (\w+ )?(sending|message|mail) (limit|quota)\b|\b(sending|messaging|relay|hourly|daily|monthly) (limits?|quota) (has been |was |is )?(exceeded|reached)\b/i,
  /\bexceeded your (messaging|sending|message|mail) (limits?|quota)\b|\bmaximum credits exceeded\b/i,
  // Mailgun and SendGrid: the sender's domain or identity is not set up.
  /\bverified sender identity\b|\bsandbox (sub)?domains?\b|\bdomain \S+ is not allowed to send\b/i,
  // Too many connections is how relays (SES, Postfix anvil, Gmail) tell that SEND_CONNECTIONS is too high.
  /\btoo many (concurrent|simultaneous|open)( smtp)? connections\b/i
]

/** RFC 4954 section 6, RFC 3207 section 4, RFC 5248 section 2.4: signing in or encryption is wanted. */
export const relayCodes: ReadonlySet<number> = new Set([523, 524, 525, 530, 534, 535, 538])
