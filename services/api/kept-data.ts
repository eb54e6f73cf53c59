import { type PlainKey, say, type Words } from '../mail/words/words.ts'
import { keptDays } from '../subscribers/purge-stale.ts'

/** Something that is kept about readers: where, why and for how long. */
export interface KeptData {
  what: PlainKey
  why: PlainKey
  /** As a sentence; `retentionDays` is the operator's RETENTION_DAYS. */
  howLong: (words: Words, retentionDays: number) => string
  /** The columns that hold it, by table. */
  columns: Readonly<Record<string, string>>
  /** Kept in local mode alone. */
  localOnly?: true
}

/**
 * All that is kept about readers. The privacy page says it, and a test finds every column of the
 * schema either here or among those that tell of nobody: a new one has to be put in its place.
 */
export const keptData: readonly KeptData[] = [
  {
    what: 'kept.address',
    why: 'kept.addressWhy',
    howLong: (words) => say(words, 'kept.addressTime', { count: keptDays.unconfirmed }),
    columns: {
      subscribers:
        'id address address_key state suppression created_at state_changed_at undo_until welcome_owed told_owed'
    }
  },
  {
    what: 'kept.signUp',
    why: 'kept.signUpWhy',
    howLong: (words) => say(words, 'kept.signUpTime'),
    columns: { sign_ups: 'id address address_key network client vouched signed_up_at' }
  },
  {
    what: 'kept.consent',
    why: 'kept.consentWhy',
    howLong: (words) => say(words, 'kept.consentTime', { count: keptDays.tries }),
    columns: { consents: 'id subscriber_id source statement given_at network confirmed_at' }
  },
  {
    what: 'kept.requests',
    why: 'kept.requestsWhy',
    howLong: (words) => say(words, 'kept.requestsTime', { count: keptDays.tries }),
    columns: {
      confirmation_requests:
        'id subscriber_id consent_id moves_id nonce token_hash requested_at expires_at confirmed_at mail_owed remind_at reminder_owed',
      account_links: 'id subscriber_id nonce token_hash requested_at expires_at used_at mail_owed'
    }
  },
  {
    what: 'kept.marks',
    why: 'kept.marksWhy',
    howLong: (words) => say(words, 'kept.marksTime', { count: keptDays.tries }),
    columns: { budget_marks: 'bucket spent_at ends_at', code_tries: 'bucket tries ends_at' }
  },
  {
    what: 'kept.editions',
    why: 'kept.editionsWhy',
    howLong: (words, count) => say(words, 'kept.editionsTime', { count }),
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
    what: 'kept.mails',
    why: 'kept.mailsWhy',
    howLong: (words, count) => say(words, 'kept.mailsTime', { count }),
    columns: {
      notices:
        'id subscriber_id kind request_id account_link_id state dated_at due_at expires_at tries doubts lease doubted_lease reply settled_at'
    }
  },
  {
    what: 'kept.bounces',
    why: 'kept.bouncesWhy',
    howLong: (words) => say(words, 'kept.bouncesTime'),
    columns: { bounce_counts: 'subscriber_id soft soft_since disabled_on counted_on counted_at' }
  },
  {
    what: 'kept.erasure',
    why: 'kept.erasureWhy',
    howLong: (words) => say(words, 'kept.erasureTime'),
    columns: { subscribers: 'erased_hash' }
  },
  {
    what: 'kept.inbox',
    why: 'kept.inboxWhy',
    howLong: (words) => say(words, 'kept.untilErased'),
    columns: { inbox_messages: 'id recipient subject source received_at' },
    localOnly: true
  }
]
