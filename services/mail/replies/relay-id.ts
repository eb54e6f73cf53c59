const longest = 128

/** Where a 250 names the mail: what a relay's support asks for when somebody says that nothing came. */
const places: readonly RegExp[] = [
  // Postfix and what speaks like it: SendGrid, Postmark, Mailjet, Brevo.
  /\bqueued as (?!<address>)<?([^\s<>;,)]+)/i,
  // Exim; KumoMTA.
  /\bids?=([^\s<>;,)]+)/i,
  // Exchange: InternalId is what its message trace finds, not the Message-ID, which is ours.
  /\[InternalId=(\d+)/i,
  // Exchange Online as a relay: the Message-ID it gave the mail.
  /^250 2\.0\.0 OK <([^\s<>]+\.prod\.outlook\.com)>/i,
  // Gmail: "2.0.0 OK 1700000000 d2e1a72fcca58-6b5f - gsmtp".
  /^250[ -]2\.0\.0 OK \d+ (\S+) - gsmtp/i,
  // qmail; Haraka.
  /^250 ok \d+ (qp \d+)/i,
  /^250 Message Queued \(([^\s)]+)\)/i,
  // Sendmail and OpenSMTPD: "2.0.0 3A1B2C Message accepted for delivery".
  /^250[ -]2\.0\.0 (\S+) Message accepted for delivery/i,
  // Amazon SES: "250 Ok 0100018b5c3c0a4f-...-000000".
  /^250 Ok ([0-9a-f]+(?:-[0-9a-f]+)+)$/i
]

/**
 * The relay's own name for a mail, out of its redacted 250; undefined where there is none to see.
 * At most 128 printable characters, never with a reader's address. Not Nodemailer's serverMessageId:
 * it knows two relays and makes a Message-ID of it, where support wants the words as they were said.
 */
export function relayIdOf(reply: string): string | undefined {
  for (const place of places) {
    const id = place.exec(reply)?.[1]
    if (id !== undefined) return /^[!-~]+( \d+)?$/.test(id) && !id.includes('<') ? id.slice(0, longest) : undefined
  }
  return undefined
}
