/**
 * What a reply of the relay says about one mail that it did not take:
 *
 * - `address`: nobody is there. `disabled`: the mailbox is switched off. `full`: it has no room.
 * - `greylist`: asked to come back, because it does not know us. `rate`: too many of our mails.
 * - `policy`: not wanted: spam, a blocklist, a failed check of who we are.
 * - `message`: the mail or a command is malformed or too big: our bug.
 * - `sync`: the two sides lost step, or the reply cannot be read.
 * - `relay`: the relay or our settings are the cause, whoever the mail is for.
 * - `temporary` and `other`: any other 4xx and 5xx.
 */
export type ReplyClass =
  | 'address'
  | 'disabled'
  | 'full'
  | 'greylist'
  | 'rate'
  | 'policy'
  | 'message'
  | 'sync'
  | 'relay'
  | 'temporary'
  | 'other'

/** What was answered: connecting and signing in, MAIL FROM, or RCPT, DATA and the final dot. */
export type ReplyPhase = 'session' | 'sender' | 'message'
