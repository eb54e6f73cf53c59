import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Environment } from './config-schema.ts'
import { addProblem, type Problems } from './config-values.ts'

/** The key that signs mails and where its public half is: SELECTOR._domainkey.DOMAIN. */
export interface DkimConfig {
  readonly domain: string
  readonly selector: string
  readonly privateKey: KeyObject
}

const dkimNames = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const
// RFC 8301 section 3.2: below it verifiers must not take a signature for valid.
const fewestBits = 1024

/** The three DKIM names, all or none; undefined also where one of them is wrong, which is then in `problems`. */
export function readDkim(env: Environment, mailFrom: string, problems: Problems): DkimConfig | undefined {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: key } = env
  const missing = dkimNames.filter((name) => env[name] === undefined && !problems.has(name))
  if (missing.length === dkimNames.length) return undefined
  for (const name of missing)
    addProblem(problems, name, `${name} is required with the other two of ${dkimNames.join(', ')}`)
  if (domain !== undefined && !aligned(domain, mailFrom.slice(mailFrom.lastIndexOf('@') + 1)))
    addProblem(
      problems,
      'DKIM_DOMAIN',
      `DKIM_DOMAIN must be the domain of MAIL_FROM, above or below it, or DMARC fails: ${domain}`
    )
  const privateKey = key === undefined ? undefined : readKey(key)
  if (typeof privateKey === 'string') addProblem(problems, 'DKIM_PRIVATE_KEY', `DKIM_PRIVATE_KEY ${privateKey}`)
  if (domain === undefined || selector === undefined || typeof privateKey !== 'object') return undefined
  return { domain: domain.toLowerCase(), selector, privateKey }
}

/** One contains the other. Whether they share an owner, below a public suffix, only the DNS can say. */
function aligned(domain: string, from: string): boolean {
  const [one, other] = [`.${domain.toLowerCase()}`, `.${from.toLowerCase()}`]
  return one.endsWith(other) || other.endsWith(one)
}

/** The key, or what is wrong with it. Never a word of it. */
function readKey(text: string): KeyObject | string {
  let key: KeyObject
  try {
    key = createPrivateKey(pemOf(text))
  } catch {
    return 'is not a PEM of a private key, nor the base64 of one'
  }
  if (key.asymmetricKeyType !== 'rsa') return `is of type ${key.asymmetricKeyType}, but must be RSA`
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return bits < fewestBits ? `has ${bits} bits, but must have ${fewestBits} or more; 2048 is advised` : key
}

/** Environment files have no line breaks: there a PEM is written with \n, or as base64. */
function pemOf(text: string): string {
  return text.includes('-----') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('latin1')
}
