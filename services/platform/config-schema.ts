import { type Static, Type } from 'typebox'
import { called, duration, outbound, text } from './config-fields.ts'
import { mailFields } from './config-mail-fields.ts'

/** cs.CL, math.NA, hep-th, astro-ph.CO, cond-mat.dis-nn */
const category = '[a-z]+(-[a-z]+)?(\\.([A-Z]{2}|[a-z]+(-[a-z]+)?))?'

/**
 * The whole environment, in the order of .env.example, which is generated from it.
 * A name appears here with the feature that reads it, never before.
 */
export const environmentGroups = {
  process: {
    PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65535, description: 'Port of the pages and the API' }),
    HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
    BASE_URL: text('Public address, http:// or https://; every link is made from it. Default http://localhost:PORT', {
      format: 'uri',
      pattern: '^https?://[^/]'
    }),
    ROLE: Type.Union([Type.Literal('all'), Type.Literal('web'), Type.Literal('worker')], {
      default: 'all',
      description: 'What this process does: all, web or worker'
    }),
    TRUST_PROXY: text(
      'Addresses or CIDR blocks, comma-separated, of reverse proxies whose X-Forwarded-For is believed'
    ),
    LOG_LEVEL: Type.Union(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
      { default: 'info', description: 'fatal, error, warn, info, debug, trace or silent' }
    )
  },
  storage: {
    DATA_DIR: Type.String({
      default: '.data',
      minLength: 1,
      description: 'Folder of the embedded database and of generated secrets'
    }),
    DATABASE_URL: text('PostgreSQL to use instead of the embedded one', { pattern: '^postgres(ql)?://' }),
    REDIS_URL: text('Redis for the queue; without it the queue lives in PostgreSQL', { pattern: '^rediss?://' }),
    RETENTION_DAYS: Type.Integer({
      default: 400,
      minimum: 1,
      maximum: 36_500,
      description: 'Days that deliveries, alarms and readings of sources are kept; the archive stays'
    })
  },
  identity: {
    SITE_NAME: Type.String({
      default: 'Daily Papers',
      minLength: 1,
      maxLength: 60,
      description: 'Name on pages and mails'
    }),
    CURATOR: text('Byline, shown only where it is set'),
    OPERATOR_NAME: text('Who runs this installation; required with SMTP_URL'),
    CONTACT_EMAIL: text('Where readers reach the operator; required with SMTP_URL', { format: 'email' }),
    POSTAL_ADDRESS: text('Postal address in the footer of every digest; required with SMTP_URL')
  },
  secrets: {
    SECRET_KEY: text(
      'Keys for tokens, comma-separated, 32 characters or more each: the first signs, all verify; required with SMTP_URL',
      {
        pattern: '^[^,\\s]{32,}(,[^,\\s]{32,})*$'
      }
    ),
    ADMIN_TOKEN: text('Password of /admin', { minLength: 16 })
  },
  digest: {
    DIGEST_TIME: Type.String({
      default: '08:00',
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
      description: 'When the edition is frozen and leaves, HH:MM'
    }),
    DIGEST_TIMEZONE: Type.String({ default: 'UTC', description: 'IANA time zone of DIGEST_TIME' }),
    DIGEST_SIZE: Type.Integer({ default: 20, minimum: 1, maximum: 200, description: 'Papers in a digest' }),
    DIGEST_MIN: Type.Integer({
      default: 5,
      minimum: 1,
      maximum: 200,
      description: 'Fewer new papers than this: a quiet day, no mail'
    }),
    DIGEST_DEADLINE: Type.String({
      default: '3h',
      pattern: duration,
      description: 'How long after DIGEST_TIME an edition waits for its day to be complete, at most 11h'
    }),
    CURATOR_EMAIL: text('Gets a draft an hour before each edition is frozen, with a page to hold it', {
      format: 'email'
    })
  },
  sources: {
    PAPER_SOURCES: Type.String({
      default: 'huggingface,arxiv',
      pattern: '^(none|(huggingface|arxiv)(\\s*,\\s*(huggingface|arxiv))*)$',
      description: 'Where papers come from, comma-separated: huggingface, arxiv; or none, where they are only imported'
    }),
    HUGGINGFACE_URL: outbound('https://huggingface.co', 'Hugging Face, or a mirror of it'),
    HUGGINGFACE_TOKEN: text('Token of Hugging Face: twice as many requests; none is needed', {
      pattern: '^[!-~]+$'
    }),
    ARXIV_CATEGORIES: Type.String({
      default: 'cs.AI,cs.CL,cs.CV,cs.LG',
      pattern: `^${category}(\\s*,\\s*${category})*$`,
      description: 'Categories of arXiv to read, comma-separated'
    }),
    ARXIV_RSS_URL: outbound('https://rss.arxiv.org', "arXiv's feeds"),
    ARXIV_OAI_URL: outbound('https://oaipmh.arxiv.org', "arXiv's records, read where its feeds fail")
  },
  mail: mailFields,
  alarms: {
    ALERT_EMAIL: text('Gets a mail for each alarm', { format: 'email' }),
    ALERT_WEBHOOK: called('Gets each alarm as JSON in a POST'),
    HEARTBEAT_URL: called(
      'Requested when an edition completes or a day is quiet, and never otherwise, so that an outside monitor notices silence'
    )
  }
}

export const environmentSchema = Type.Object({
  ...environmentGroups.process,
  ...environmentGroups.storage,
  ...environmentGroups.identity,
  ...environmentGroups.secrets,
  ...environmentGroups.digest,
  ...environmentGroups.sources,
  ...environmentGroups.mail,
  ...environmentGroups.alarms
})

export type Environment = Static<typeof environmentSchema>

/** Names that can also be given as NAME_FILE, the path of a file that holds the value. */
export const secretNames = [
  'SECRET_KEY',
  'ADMIN_TOKEN',
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'DKIM_PRIVATE_KEY',
  'HUGGINGFACE_TOKEN',
  'ALERT_WEBHOOK',
  'HEARTBEAT_URL'
] as const
