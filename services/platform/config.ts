import { resolve } from 'node:path'
import { type DkimConfig, readDkim } from './config-mail-domains.ts'
import { checkRules, splitList, splitRelays } from './config-rules.ts'
import { readSendingLimits, type SendingLimits } from './config-sending-limits.ts'
import { type Problems, parseValues, readValues } from './config-values.ts'
import { parseDuration, parseDurations } from './durations.ts'
import { localSecret } from './local-secrets.ts'
import { isLoopback } from './loopback.ts'

export type RelayProfileName = 'generic' | 'ses' | 'postmark' | 'sendgrid' | 'mailgun' | 'gmail'

type PaperSourceName = 'huggingface' | 'arxiv'

/** Everything a process knows about its surroundings, read once at start and frozen. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly baseUrl: string
  readonly role: 'all' | 'web' | 'worker'
  readonly trustProxy: string[]
  readonly logLevel: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly redisUrl: string | undefined
  readonly retentionDays: number
  readonly siteName: string
  readonly curator: string | undefined
  readonly operatorName: string | undefined
  readonly contactEmail: string | undefined
  readonly postalAddress: string | undefined
  /** The first signs, all verify. */
  readonly secretKeys: readonly [string, ...string[]]
  readonly adminToken: string
  readonly digestTime: string
  readonly digestTimezone: string
  readonly digestSize: number
  readonly digestMin: number
  readonly digestDeadlineMs: number
  readonly curatorEmail: string | undefined
  readonly paperSources: readonly PaperSourceName[]
  /** Base addresses of sources, without a slash at the end. */
  readonly huggingfaceUrl: string
  readonly arxivRssUrl: string
  readonly arxivOaiUrl: string
  readonly huggingfaceToken: string | undefined
  readonly arxivCategories: readonly string[]
  /** In the order in which they are used; none in local mode. */
  readonly smtpUrls: readonly string[]
  readonly relayProfile: RelayProfileName
  readonly mailFrom: string
  readonly replyTo: string | undefined
  readonly listId: string
  readonly bounceDomain: string | undefined
  readonly dkim: DkimConfig | undefined
  readonly sendConnections: number
  readonly sendingLimits: SendingLimits
  readonly retryAfterMs: readonly number[]
  readonly confirmationRetryAfterMs: readonly number[]
  /**
   * undefined: held until the operator says. Never so for what is no edition: nobody could say what became of each
   * of them, and who signed up is waiting.
   */
  readonly inDoubtAfterMs: { readonly deliveries: number | undefined; readonly notices: number }
  readonly leaseMs: number
  readonly alertEmail: string | undefined
  readonly alertWebhook: string | undefined
  readonly heartbeatUrl: string | undefined
  /** Mails end in the built-in inbox: BASE_URL is loopback and no relay is set. */
  readonly local: boolean
}

/** The environment cannot be run with; `problems` has one sentence a name. */
export class ConfigError extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((p) => `  - ${p}`).join('\n')}`
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Reads the process environment: the only place that does. */
export function loadConfig(): Config {
  return readConfig(process.env)
}

/** Parses an environment. Throws ConfigError with every problem, each by its name. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const problems: Problems = new Map()
  const parsed = parseValues(readValues(environment, problems), problems)
  const baseUrl = withoutSlash(parsed.BASE_URL ?? `http://localhost:${parsed.PORT}`)
  checkRules(parsed, baseUrl, problems)
  const hostname = new URL(baseUrl).hostname
  const mailFrom = parsed.MAIL_FROM ?? `daily@${mailDomain(hostname)}`
  const dkim = readDkim(parsed, mailFrom, problems)
  const sendingLimits = readSendingLimits(parsed, problems)
  if (problems.size > 0) throw new ConfigError([...problems.values()])

  const dataDir = resolve(parsed.DATA_DIR)
  return Object.freeze({
    port: parsed.PORT,
    host: parsed.HOST,
    baseUrl,
    role: parsed.ROLE,
    trustProxy: splitList(parsed.TRUST_PROXY),
    logLevel: parsed.LOG_LEVEL,
    dataDir,
    databaseUrl: parsed.DATABASE_URL,
    redisUrl: parsed.REDIS_URL,
    retentionDays: parsed.RETENTION_DAYS,
    siteName: parsed.SITE_NAME,
    curator: parsed.CURATOR,
    operatorName: parsed.OPERATOR_NAME,
    contactEmail: parsed.CONTACT_EMAIL,
    postalAddress: parsed.POSTAL_ADDRESS,
    secretKeys: splitList(parsed.SECRET_KEY ?? localSecret(dataDir, 'secret-key')) as [string, ...string[]],
    adminToken: parsed.ADMIN_TOKEN ?? localSecret(dataDir, 'admin-token'),
    digestTime: parsed.DIGEST_TIME,
    digestTimezone: parsed.DIGEST_TIMEZONE,
    digestSize: parsed.DIGEST_SIZE,
    digestMin: parsed.DIGEST_MIN,
    digestDeadlineMs: parseDuration(parsed.DIGEST_DEADLINE),
    curatorEmail: parsed.CURATOR_EMAIL,
    paperSources: [...new Set(splitList(parsed.PAPER_SOURCES))].filter((name) => name !== 'none') as PaperSourceName[],
    huggingfaceUrl: withoutSlash(parsed.HUGGINGFACE_URL),
    arxivRssUrl: withoutSlash(parsed.ARXIV_RSS_URL),
    arxivOaiUrl: withoutSlash(parsed.ARXIV_OAI_URL),
    huggingfaceToken: parsed.HUGGINGFACE_TOKEN,
    arxivCategories: [...new Set(splitList(parsed.ARXIV_CATEGORIES))],
    smtpUrls: splitRelays(parsed.SMTP_URL),
    relayProfile: parsed.RELAY_PROFILE,
    mailFrom,
    replyTo: parsed.REPLY_TO,
    listId: parsed.LIST_ID ?? `daily.${mailDomain(hostname)}`,
    bounceDomain: parsed.BOUNCE_DOMAIN?.toLowerCase(),
    dkim,
    sendConnections: parsed.SEND_CONNECTIONS,
    sendingLimits,
    retryAfterMs: parseDurations(parsed.RETRY_AFTER),
    confirmationRetryAfterMs: parseDurations(parsed.CONFIRMATION_RETRY_AFTER),
    inDoubtAfterMs: {
      deliveries: parsed.IN_DOUBT === 'hold' ? undefined : parseDuration(parsed.IN_DOUBT_AFTER),
      notices: parseDuration(parsed.IN_DOUBT_AFTER)
    },
    leaseMs: parseDuration(parsed.LEASE),
    alertEmail: parsed.ALERT_EMAIL,
    alertWebhook: parsed.ALERT_WEBHOOK,
    heartbeatUrl: parsed.HEARTBEAT_URL,
    local: parsed.SMTP_URL === undefined && isLoopback(baseUrl)
  })
}

function withoutSlash(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '')
}

/** A domain that Message-ID and List-Id can carry, also where the host is an address literal. */
function mailDomain(hostname: string): string {
  return /^[\d.]+$|^\[/.test(hostname) ? 'localhost' : hostname
}
