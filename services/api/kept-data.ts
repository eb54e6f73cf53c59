import { keptDays } from '../subscribers/purge-stale.ts'

/** Something that is kept about readers: where, why and for how long. */
export interface KeptData {
  what: string
  why: string
  /** As a sentence; `retentionDays` is the operator's RETENTION_DAYS. */
  howLong: (retentionDays: number) => string
  /** The columns that hold it, by table. */
  columns: Readonly<Record<string, string>>
  /** Kept in local mode alone. */
  localOnly?: true
}

const untilErased = () => 'Until you have it erased.'
const asLongAsMails = (days: number) =>
  `${days} days after the last mail of its edition; a link to you goes when you are erased.`

/**
 * All that is kept about readers. The privacy page says it, and a test finds every column of the
 * schema either here or among those that tell of nobody: a new one has to be put in its place.
 */
export const keptData: readonly KeptData[] = [
  {
    what: 'Your email address, whether you are subscribed, and since when',
    why: 'To send you the mail you asked for, and to send nothing to those who left.',
    howLong: () =>
      `Until you have it erased. An address that was never confirmed is deleted after ${keptDays.unconfirmed} days.`,
    columns: {
      subscribers:
        'id address address_key state suppression created_at state_changed_at undo_until welcome_owed told_owed'
    }
  },
  {
    what: 'A sign-up, with the address, the shortened network it came from and a keyed hash of that network',
    why: 'So that signing up answers everybody alike, whether subscribed or not; what follows is decided a moment later.',
    howLong: () => 'Until it is decided, which takes seconds.',
    columns: { sign_ups: 'id address address_key network client vouched signed_up_at' }
  },
  {
    what: 'Your consent: the words you agreed to, when, from which network (shortened: the last part of the IP address is cut off), and when you confirmed',
    why: 'The law asks us to be able to show it (GDPR, Art. 7(1)).',
    howLong: () => `Until you have it erased. One that was never confirmed is deleted after ${keptDays.tries} days.`,
    columns: { consents: 'id subscriber_id source statement given_at network confirmed_at' }
  },
  {
    what: 'Requests to confirm and links to your account: when they were asked for and used. Of the links only a hash',
    why: 'So that each link works for whom it was mailed to, and for a short time only.',
    howLong: () => `${keptDays.tries} days.`,
    columns: {
      confirmation_requests:
        'id subscriber_id consent_id moves_id nonce token_hash requested_at expires_at confirmed_at mail_owed remind_at reminder_owed',
      account_links: 'id subscriber_id nonce token_hash requested_at expires_at used_at mail_owed'
    }
  },
  {
    what: 'Keyed hashes of addresses, networks and mail domains, with the moments of sign-ups',
    why: 'So that nobody can have mail sent to you again and again, nor guess a code.',
    howLong: () => `As long as each counts: minutes for a code, ${keptDays.tries} days at most.`,
    columns: { budget_marks: 'bucket spent_at ends_at', code_tries: 'bucket tries ends_at' }
  },
  {
    what: 'Which editions were sent to you, which papers you were sent, when, and what the mail server answered',
    why: 'So that you get each edition once, and so that it can be found out why one did not come.',
    howLong: asLongAsMails,
    columns: {
      deliveries:
        'edition_id subscriber_id revision state selection dated_at due_at expires_at tries doubts settled_at',
      single_deliveries: 'edition_id subscriber_id due_at lease doubted_lease',
      leases: 'first_id last_id',
      waves: 'after_id',
      attempts: 'edition_id subscriber_id at outcome reply_class reply relay relay_id'
    }
  },
  {
    what: 'Other mails to you, such as the confirmation: when they were sent, and what the mail server answered',
    why: 'For the same reasons.',
    howLong: (days) => `${days} days, or until you have it erased.`,
    columns: {
      notices:
        'id subscriber_id kind request_id account_link_id state dated_at due_at expires_at tries doubts lease doubted_lease reply settled_at'
    }
  },
  {
    what: 'How many mails in a row did not reach you',
    why: 'To stop writing to mailboxes that are gone.',
    howLong: () => 'Until a mail reaches you again.',
    columns: { bounce_counts: 'subscriber_id soft soft_since disabled_on counted_on counted_at' }
  },
  {
    what: 'After an erasure: a keyed hash from which your address cannot be read',
    why: 'So that you are not mailed again, whatever list is imported later.',
    howLong: () => 'Until you confirm a new subscription.',
    columns: { subscribers: 'erased_hash' }
  },
  {
    what: 'The mails themselves, in the built-in inbox of this machine',
    why: 'In local mode they go nowhere else.',
    howLong: untilErased,
    columns: { inbox_messages: 'id recipient subject source received_at' },
    localOnly: true
  }
]
