import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import addFormats from 'ajv-formats'
import { envSchema } from 'env-schema'
import { type Environment, environmentSchema, secretNames } from './config-schema.ts'
import { parseDuration, parseDurations } from './durations.ts'
import { localSecret } from './local-secrets.ts'

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
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly replyTo: string | undefined
  readonly listId: string
  readonly sendConnections: number
  readonly retryAfterMs: readonly number[]
  readonly confirmationRetryAfterMs: readonly number[]
  readonly inDoubtAfterMs: number
  readonly leaseMs: number
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
  const { values, problems } = withSecretFiles(environment)
  const parsed = parse(values, problems)
  if (parsed === undefined) throw new ConfigError(problems)

  const baseUrl = (parsed.BASE_URL ?? `http://localhost:${parsed.PORT}`).replace(/\/+$/, '')
  const local = parsed.SMTP_URL === undefined && isLoopback(baseUrl)
  problems.push(...crossCheck(parsed, baseUrl))
  if (problems.length > 0) throw new ConfigError(problems)

  const dataDir = resolve(parsed.DATA_DIR)
  const hostname = new URL(baseUrl).hostname
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
    smtpUrl: parsed.SMTP_URL,
    mailFrom: parsed.MAIL_FROM ?? `daily@${mailDomain(hostname)}`,
    replyTo: parsed.REPLY_TO,
    listId: parsed.LIST_ID ?? `daily.${mailDomain(hostname)}`,
    sendConnections: parsed.SEND_CONNECTIONS,
    retryAfterMs: parseDurations(parsed.RETRY_AFTER),
    confirmationRetryAfterMs: parseDurations(parsed.CONFIRMATION_RETRY_AFTER),
    inDoubtAfterMs: parseDuration(parsed.IN_DOUBT_AFTER),
    leaseMs: parseDuration(parsed.LEASE),
    local
  })
}

/** Fills NAME from the file NAME_FILE, for the names of secrets only. An empty value counts as unset. */
function withSecretFiles(environment: Record<string, string | undefined>) {
  const values: Record<string, string> = {}
  const problems: string[] = []
  for (const name of Object.keys(environmentSchema.properties)) {
    const value = environment[name]
    if (value !== undefined && value !== '') values[name] = value
  }
  for (const name of secretNames) {
    const path = environment[`${name}_FILE`]
    if (path === undefined || path === '') continue
    if (name in values) problems.push(`${name} and ${name}_FILE are both set`)
    try {
      values[name] = readFileSync(path, 'utf8').trim()
    } catch (error) {
      problems.push(`${name}_FILE: ${(error as Error).message}`)
    }
  }
  return { values, problems }
}

function parse(values: Record<string, string>, problems: string[]): Environment | undefined {
  try {
    return envSchema<Environment>({
      schema: structuredClone(environmentSchema),
      data: values,
      env: false,
      ajv: { customOptions: (ajv) => addFormats.default(ajv) }
    })
  } catch (error) {
    const { errors } = error as {
      errors?: { instancePath: string; message?: string; params?: { allowedValues?: string[] } }[]
    }
    if (errors === undefined) throw error
    // A union reports each of its members; one sentence a name is enough.
    const seen = new Set<string>()
    for (const { instancePath, message } of errors) {
      const name = instancePath.slice(1)
      if (seen.has(name)) continue
      seen.add(name)
      const known = environmentSchema.properties[name as keyof typeof environmentSchema.properties] as {
        description?: string
        anyOf?: { const: string }[]
      }
      const wanted =
        known?.anyOf === undefined ? message : `must be one of ${known.anyOf.map((one) => one.const).join(', ')}`
      problems.push(`${name} ${wanted} (${known?.description ?? 'unknown name'})`)
    }
    return undefined
  }
}

/** Rules over several names: what mailing strangers needs, and values a pattern cannot judge. */
function crossCheck(env: Environment, baseUrl: string): string[] {
  const problems: string[] = []
  if (!isTimeZone(env.DIGEST_TIMEZONE))
    problems.push(`DIGEST_TIMEZONE is not an IANA time zone: ${env.DIGEST_TIMEZONE}`)
  for (const block of splitList(env.TRUST_PROXY)) {
    if (!isAddressBlock(block)) problems.push(`TRUST_PROXY has an entry that is no address or CIDR block: ${block}`)
  }
  if (env.SMTP_URL === undefined) {
    if (!isLoopback(baseUrl)) {
      problems.push('SMTP_URL is not set, but BASE_URL is public: without a relay no reader would get a mail')
    }
    return problems
  }
  if (!URL.canParse(env.SMTP_URL)) return [...problems, 'SMTP_URL is not a URL']
  if (isLoopback(env.SMTP_URL) && isLoopback(baseUrl)) return problems
  for (const name of [
    'MAIL_FROM',
    'POSTAL_ADDRESS',
    'OPERATOR_NAME',
    'CONTACT_EMAIL',
    'SECRET_KEY',
    'BASE_URL'
  ] as const) {
    if (env[name] === undefined) problems.push(`${name} is required with SMTP_URL`)
  }
  if (!baseUrl.startsWith('https://')) problems.push('BASE_URL must be https with SMTP_URL')
  return problems
}

function splitList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** True for localhost, 127.0.0.0/8 and ::1 as the host of a URL. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function isAddressBlock(entry: string): boolean {
  const [address = '', prefix] = entry.split('/')
  const family = isIP(address)
  if (family === 0) return false
  if (prefix === undefined) return true
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 6 ? 'ipv6' : 'ipv4')
    return /^\d+$/.test(prefix)
  } catch {
    return false
  }
}

/** A domain that Message-ID and List-Id can carry, also where the host is an address literal. */
function mailDomain(hostname: string): string {
  return /^[\d.]+$|^\[/.test(hostname) ? 'localhost' : hostname
}
