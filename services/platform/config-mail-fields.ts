import { Type } from 'typebox'
import { domain, duration, durations, text } from './config-fields.ts'

/** example.org=20 */
const rated = '[^\\s,=]+=\\d+(\\.\\d+)?'

/** What concerns the mails and how they leave. */
export const mailFields = {
  SMTP_URL: text(
    'Relays, smtp:// or smtps://, with user:password@ where needed, comma-separated: the first that is there is used; without one mails stay in the built-in inbox',
    {
      pattern: '^smtps?://[^/]'
    }
  ),
  RELAY_PROFILE: Type.Union(
    ['generic', 'ses', 'postmark', 'sendgrid', 'mailgun', 'gmail'].map((profile) => Type.Literal(profile)),
    {
      default: 'generic',
      description: 'What the relay makes of mails: generic, ses, postmark, sendgrid, mailgun or gmail'
    }
  ),
  MAIL_FROM: text('Sender address; required with SMTP_URL', { format: 'email' }),
  REPLY_TO: text('Address for replies', { format: 'email' }),
  LIST_ID: text('List-Id of the digest. Default daily.HOST, of BASE_URL', {
    pattern: '^[A-Za-z0-9.-]+$',
    maxLength: 200
  }),
  BOUNCE_DOMAIN: text('Domain whose mails reach this installation: each mail gets a bounce address of its own there', {
    pattern: domain
  }),
  DKIM_DOMAIN: text('Domain that signs mails (d=): that of MAIL_FROM', { pattern: domain }),
  DKIM_SELECTOR: text('Where its key is: SELECTOR._domainkey.DKIM_DOMAIN', { pattern: domain }),
  DKIM_PRIVATE_KEY: text('RSA key that signs mails, PEM or base64 of it, 2048 bits advised'),
  SEND_CONNECTIONS: Type.Integer({
    default: 5,
    minimum: 1,
    maximum: 200,
    description: 'Parallel connections to the relay'
  }),
  SEND_RATE: Type.Optional(
    Type.Number({ minimum: 0.1, maximum: 100_000, description: 'Messages a second at most, of all workers together' })
  ),
  SEND_RATE_BY_DOMAIN: text('The same for single receiving domains: example.org=20,example.net=0.5', {
    pattern: `^${rated}(\\s*,\\s*${rated})*$`
  }),
  SEND_RAMP: text(
    'For a new sending domain: first day (UTC), and how many mails each receiving domain gets on that day, the next and so on; after the last no ceiling: 2026-12-01:50,100,500',
    { pattern: '^\\d{4}-\\d{2}-\\d{2}:[1-9]\\d{0,8}(,[1-9]\\d{0,8})*$' }
  ),
  RETRY_AFTER: Type.String({
    default: '5m,15m,30m,1h,2h,4h,8h',
    pattern: durations,
    description: 'Waits between the tries of a deferred digest (each +-20 %)'
  }),
  CONFIRMATION_RETRY_AFTER: Type.String({
    default: '1m,5m,15m,1h,4h',
    pattern: durations,
    description: 'The same for confirmation and welcome mails'
  }),
  IN_DOUBT: Type.Union([Type.Literal('retry'), Type.Literal('hold')], {
    default: 'retry',
    description:
      'A digest whose acceptance is unknown: retry sends the same bytes again, hold waits for `edition resolve`; other mails are always sent again'
  }),
  IN_DOUBT_AFTER: Type.String({
    default: '30m',
    pattern: duration,
    description: 'Wait before a mail whose acceptance is unknown is sent again'
  }),
  LEASE: Type.String({ default: '60s', pattern: duration, description: 'How long a worker owns what it has claimed' })
}
