import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError } from '../../services/platform/config.ts'
import { testConfig } from '../support/config.ts'

const pemOf = (bits: number) =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
  }).privateKey
const key = pemOf(1024)
const whole = {
  MAIL_FROM: 'daily@papers.example.org',
  DKIM_DOMAIN: 'papers.example.org',
  DKIM_SELECTOR: 'daily',
  DKIM_PRIVATE_KEY: key
}

function problems(environment: Record<string, string>): string[] {
  try {
    testConfig({ ...whole, ...environment })
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems
  }
}

test('a key is read as PEM, with its line breaks written out, as base64, and from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daily-papers-key-'))
  const path = join(folder, 'dkim.pem')
  writeFileSync(path, key)
  const forms = [
    { DKIM_PRIVATE_KEY: key },
    { DKIM_PRIVATE_KEY: key.replaceAll('\n', '\\n') },
    { DKIM_PRIVATE_KEY: Buffer.from(key).toString('base64') },
    { DKIM_PRIVATE_KEY: '', DKIM_PRIVATE_KEY_FILE: path }
  ]
  try {
    for (const form of forms) {
      const { dkim } = testConfig({ ...whole, ...form })
      expect(dkim).toMatchObject({ domain: 'papers.example.org', selector: 'daily' })
      expect(dkim?.privateKey.export({ type: 'pkcs8', format: 'pem' })).toBe(key)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the three names of DKIM are set together or not at all', () => {
  expect(testConfig().dkim).toBeUndefined()
  expect(problems({ DKIM_SELECTOR: '' })).toEqual([
    'DKIM_SELECTOR is required with the other two of DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY'
  ])
  expect(problems({ DKIM_DOMAIN: '', DKIM_PRIVATE_KEY: '' })).toHaveLength(2)
  expect(problems({ DKIM_DOMAIN: 'not a domain' })).toEqual([expect.stringMatching(/^DKIM_DOMAIN /)])
})

test('a key that receivers would not believe is refused, and never shown', () => {
  const ec = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
  }).privateKey
  expect(problems({ DKIM_PRIVATE_KEY: pemOf(512) })).toEqual([expect.stringContaining('has 512 bits')])
  expect(problems({ DKIM_PRIVATE_KEY: ec })).toEqual([expect.stringContaining('must be RSA')])
  for (const broken of ['secret-words', `${key.slice(0, 200)}secret-words\n-----END PRIVATE KEY-----`, '-----'])
    expect(problems({ DKIM_PRIVATE_KEY: broken })).toEqual([
      expect.stringMatching(/^DKIM_PRIVATE_KEY is not a PEM(?!.*secret-words)/)
    ])
})

test.each([
  ['papers.example.org', true],
  ['Example.ORG', true],
  ['mail.papers.example.org', true],
  ['ample.org', false],
  ['example.test', false],
  ['other.example.org', false]
])('signing as %s for papers.example.org: %s', (domain, fine) => {
  const found = problems({ DKIM_DOMAIN: domain })
  expect(found.every((problem) => problem.includes('must be the domain of MAIL_FROM'))).toBe(true)
  expect(found).toHaveLength(fine ? 0 : 1)
})

test('a bounce domain is a domain, in lower case, that leaves room for the address', () => {
  expect(testConfig({ BOUNCE_DOMAIN: 'Bounce.Example.org' }).bounceDomain).toBe('bounce.example.org')
  for (const wrong of ['-a.example.org', 'a..example.org', 'a@example.org', `${'a.'.repeat(100)}example.org`])
    expect(problems({ BOUNCE_DOMAIN: wrong })).toEqual([expect.stringMatching(/^BOUNCE_DOMAIN /)])
})

test('a relay profile is one of those that there are', () => {
  expect(testConfig().relayProfile).toBe('generic')
  expect(problems({ RELAY_PROFILE: 'sparkpost' })).toEqual([
    expect.stringContaining('must be one of generic, ses, postmark, sendgrid, mailgun, gmail')
  ])
})
