import { BlockList, isIP } from 'node:net'
import type { Environment } from './config-schema.ts'
import { addProblem, type Problems } from './config-values.ts'
import { parseDuration } from './durations.ts'
import { isLoopback } from './loopback.ts'
import { isPublicAddress } from './outbound/public-address.ts'

const longestDeadlineMs = 11 * 3_600_000

/** Values that a pattern cannot judge, and rules over several names: what mailing strangers needs. */
export function checkRules(env: Environment, baseUrl: string, problems: Problems): void {
  const add = (name: string, sentence: string) => addProblem(problems, name, `${name} ${sentence}`)
  if (!isTimeZone(env.DIGEST_TIMEZONE)) add('DIGEST_TIMEZONE', `is not an IANA time zone: ${env.DIGEST_TIMEZONE}`)
  // What was missed by more than twelve hours is not made up, so nothing may wait as long.
  if (parseDuration(env.DIGEST_DEADLINE) > longestDeadlineMs) add('DIGEST_DEADLINE', 'must be at most 11h')
  for (const block of splitList(env.TRUST_PROXY)) {
    if (!isAddressBlock(block)) add('TRUST_PROXY', `has an entry that is no address or CIDR block: ${block}`)
  }
  for (const name of outboundNames) {
    const fault = outboundFault(env[name], { query: false })
    if (fault !== undefined) add(name, fault)
  }
  for (const name of calledNames) {
    const url = env[name]
    const fault = url === undefined ? undefined : outboundFault(url, { query: true })
    if (fault !== undefined) add(name, fault)
  }
  const relays = splitRelays(env.SMTP_URL)
  // Never the value: it may hold a password.
  if (!relays.every(isRelay)) add('SMTP_URL', 'must be smtp:// or smtps:// addresses, comma-separated')
  if (env.SMTP_URL === undefined) {
    if (!isLoopback(baseUrl))
      add('SMTP_URL', 'is not set, but BASE_URL is public: without a relay no reader would get a mail')
    return
  }
  if (relays.every((url) => isRelay(url) && isLoopback(url)) && isLoopback(baseUrl)) return
  for (const name of mailingNeeds) if (env[name] === undefined) add(name, 'is required with SMTP_URL')
  if (!baseUrl.startsWith('https://')) add('BASE_URL', 'must be https with SMTP_URL')
}

const outboundNames = ['HUGGINGFACE_URL', 'ARXIV_RSS_URL', 'ARXIV_OAI_URL'] as const

/** Called as they are; their paths and queries are secrets. */
const calledNames = ['ALERT_WEBHOOK', 'HEARTBEAT_URL'] as const

/** What keeps an address from being one that requests may go out to. A base address has no query of its own. */
function outboundFault(url: string, { query }: { query: boolean }): string | undefined {
  const { protocol, hostname, username, password, search, hash } = new URL(url)
  if (username + password + hash !== '' || (search !== '' && !query))
    return query ? 'must have no user or fragment' : 'must have no user, query or fragment'
  if (isLoopback(url)) return undefined
  if (protocol !== 'https:') return 'must be https:// unless it is loopback'
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) !== 0 && !isPublicAddress(address) ? 'is no public address' : undefined
}

const mailingNeeds = [
  'MAIL_FROM',
  'POSTAL_ADDRESS',
  'OPERATOR_NAME',
  'CONTACT_EMAIL',
  'SECRET_KEY',
  'BASE_URL'
] as const

/** Relays in their order. Only where the next one begins: a password may have commas. */
export function splitRelays(text: string | undefined): string[] {
  return (text ?? '')
    .split(/,\s*(?=smtps?:)/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

function isRelay(url: string): boolean {
  try {
    const { protocol, hostname, username, password, port } = new URL(url)
    decodeURIComponent(username + password)
    const named = /^[A-Za-z0-9._-]+$|^\[[\da-f:.]+\]$/i.test(hostname)
    return /^smtps?:$/.test(protocol) && named && port !== '0'
  } catch {
    return false
  }
}

/** `a, b,` -> ['a', 'b'] */
export function splitList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
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
