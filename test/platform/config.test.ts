import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../services/platform/config.ts'
import { envExample } from '../../services/platform/env-example.ts'
import { projectRoot } from '../../services/platform/project-root.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daily-papers-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (environment: Record<string, string>) => readConfig({ DATA_DIR: folder, ...environment })

function problems(environment: Record<string, string>): string[] {
  try {
    read(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const names = (environment: Record<string, string>) =>
  problems(environment).map((problem) => problem.split(' ')[0]?.replace(':', ''))

const secretKey = 'k'.repeat(32)
const relay = {
  SMTP_URL: 'smtp://relay.example.org:587',
  BASE_URL: 'https://papers.example.org',
  MAIL_FROM: 'daily@example.org',
  POSTAL_ADDRESS: '1 Example Street, Exampleville',
  OPERATOR_NAME: 'Example Society',
  CONTACT_EMAIL: 'desk@example.org',
  SECRET_KEY: secretKey
}

test('with nothing set it is a local installation whose links point at the port', () => {
  expect(read({ PORT: '4321' })).toMatchObject({
    baseUrl: 'http://localhost:4321',
    host: '127.0.0.1',
    local: true,
    role: 'all',
    digestTime: '08:00',
    digestTimezone: 'UTC',
    mailFrom: 'daily@localhost',
    listId: 'daily.localhost'
  })
})

test('an empty value counts as unset', () => {
  expect(read({ BASE_URL: '', SMTP_URL: '', SECRET_KEY: '', PORT: '' })).toMatchObject({ port: 3000, local: true })
})

describe('what is wrong', () => {
  test('is reported together, once each, by name', () => {
    const environment = { PORT: '99999', ROLE: 'boss', DIGEST_TIME: '25:00', DIGEST_SIZE: 'many', MAIL_FROM: 'nobody' }
    expect(new Set(names(environment))).toEqual(new Set(Object.keys(environment)))
    expect(names(environment)).toHaveLength(Object.keys(environment).length)
  })

  test('names the values that would do', () => {
    expect(problems({ ROLE: 'boss' })).toEqual([expect.stringContaining('all, web, worker')])
  })

  test('is reported together also across the schema, the rules and the files', () => {
    expect(
      names({ PORT: '99999', SMTP_URL: 'smtp://relay.example.org', ADMIN_TOKEN_FILE: join(folder, 'missing') })
    ).toEqual(
      expect.arrayContaining(['PORT', 'ADMIN_TOKEN_FILE', 'MAIL_FROM', 'POSTAL_ADDRESS', 'SECRET_KEY', 'BASE_URL'])
    )
  })

  test.each([
    ['DIGEST_TIMEZONE', 'Mars/Olympus'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', 'true'],
    ['RETRY_AFTER', '5 minutes'],
    ['LEASE', '1d'],
    ['SECRET_KEY', 'short'],
    ['ADMIN_TOKEN', 'short'],
    ['DATABASE_URL', 'mysql://localhost/papers'],
    ['REDIS_URL', 'localhost:6379'],
    ['SMTP_URL', 'relay.example.org'],
    ['BASE_URL', 'papers'],
    ['BASE_URL', 'ftp://papers.example.org'],
    ['BASE_URL', 'https://'],
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp://relay.example.org,other.example.org'],
    ['SMTP_URL', 'smtp://relay.example.org, https://other.example.org'],
    ['SMTP_URL', 'smtp://relay.example.org,smtp://'],
    ['SMTP_URL', 'smtp://relay.example.org:99999'],
    ['SMTP_URL', 'smtp://anna:100%@relay.example.org'],
    ['LIST_ID', 'daily papers'],
    ['SEND_RATE', '0'],
    ['SEND_RATE', 'fast'],
    ['SEND_RATE_BY_DOMAIN', 'example.org'],
    ['SEND_RATE_BY_DOMAIN', 'example.org=0'],
    ['SEND_RATE_BY_DOMAIN', 'example.org=20,EXAMPLE.org=5'],
    ['SEND_RATE_BY_DOMAIN', 'exa%mple.org=20'],
    ['SEND_RAMP', '50,100'],
    ['SEND_RAMP', '2026-02-30:50,100'],
    ['SEND_RAMP', '2026-12-01:100,50'],
    ['SEND_RAMP', '2026-12-01:0,50'],
    ['DIGEST_SIZE', '0'],
    ['PAPER_SOURCES', 'arxiv,scholar'],
    ['PAPER_SOURCES', 'none,arxiv'],
    ['ARXIV_CATEGORIES', 'cs.AI,,cs.LG'],
    ['ARXIV_CATEGORIES', 'computers'.toUpperCase()],
    ['ARXIV_CATEGORIES', 'cs.AI/../x'],
    ['HUGGINGFACE_TOKEN', 'hf_x\r\nx-other: 1'],
    ['HUGGINGFACE_URL', 'huggingface.co'],
    ['HUGGINGFACE_URL', 'http://huggingface.co'],
    ['HUGGINGFACE_URL', 'https://name:word@huggingface.co'],
    ['ARXIV_RSS_URL', 'https://rss.arxiv.org?x=1'],
    ['ARXIV_RSS_URL', 'https://10.0.0.1'],
    ['ARXIV_OAI_URL', 'https://[fd00::1]'],
    ['ARXIV_OAI_URL', 'http://0.0.0.0:80'],
    ['RETENTION_DAYS', '0'],
    ['ALERT_EMAIL', 'operator'],
    ['ALERT_WEBHOOK', 'http://hooks.example.org/x'],
    ['ALERT_WEBHOOK', 'https://192.168.0.7/x'],
    ['HEARTBEAT_URL', 'https://name:word@ping.example.org/x'],
    ['HEARTBEAT_URL', 'https://ping.example.org/x#y']
  ])('is told for %s=%s', (name, value) => {
    expect(names({ [name]: value })).toContain(name)
  })

  test('never shows a secret', () => {
    const secret = 'hunter2hunter2'
    expect(problems({ ADMIN_TOKEN: secret, SECRET_KEY: secret, SMTP_URL: secret }).join()).not.toContain(secret)
    expect(problems({ ALERT_WEBHOOK: `http://hooks.example.org/${secret}` }).join()).not.toContain(secret)
  })

  test('is not the query of an address that is called, nor this machine', () => {
    expect(
      read({ ALERT_WEBHOOK: 'https://hooks.example.org/x?token=y', HEARTBEAT_URL: 'http://localhost:8000/ping/x' })
    ).toMatchObject({ alertWebhook: 'https://hooks.example.org/x?token=y' })
  })
})

describe('a relay', () => {
  test('with everything that mailing strangers needs is accepted, and ends local mode', () => {
    expect(read(relay)).toMatchObject({ local: false, listId: 'daily.papers.example.org' })
  })

  test.each(['MAIL_FROM', 'POSTAL_ADDRESS', 'OPERATOR_NAME', 'CONTACT_EMAIL', 'SECRET_KEY'])('needs %s', (name) => {
    const { [name as keyof typeof relay]: _left, ...rest } = relay
    expect(names(rest)).toEqual([name])
  })

  test('needs an https BASE_URL', () => {
    expect(problems({ ...relay, BASE_URL: 'http://papers.example.org' })).toEqual([
      'BASE_URL must be https with SMTP_URL'
    ])
    expect(names({ ...relay, BASE_URL: '' })).toContain('BASE_URL')
  })

  test('needs all of it also where only the relay or only the page is loopback', () => {
    expect(names({ SMTP_URL: relay.SMTP_URL })).toContain('POSTAL_ADDRESS')
    expect(names({ SMTP_URL: 'smtp://127.0.0.1:1025', BASE_URL: relay.BASE_URL })).toContain('POSTAL_ADDRESS')
  })

  test('may be several, in order, whatever their passwords are made of', () => {
    const urls = ['smtps://anna:a,b@relay.example.org', 'smtp://[2001:db8::1]:2525', 'smtp://third.example.org']
    expect(read({ ...relay, SMTP_URL: urls.join(' , ') }).smtpUrls).toEqual(urls)
    expect(read({ ...relay, SMTP_URL: urls.join(',') }).smtpUrls).toEqual(urls)
    expect(read({}).smtpUrls).toEqual([])
  })

  test('that is public needs all of it also beside one on loopback', () => {
    expect(names({ SMTP_URL: 'smtp://127.0.0.1:1025,smtp://relay.example.org' })).toContain('POSTAL_ADDRESS')
    expect(read({ SMTP_URL: 'smtp://127.0.0.1:1025,smtp://localhost:1026' })).toMatchObject({ local: false })
  })

  test('whose password is wrong in form is not shown', () => {
    const secret = 'hunter2%'
    expect(problems({ ...relay, SMTP_URL: `smtp://anna:${secret}@relay.example.org,smtp://` }).join()).not.toContain(
      secret
    )
  })

  test.each(['smtp://127.0.0.1:1025', 'smtp://localhost:1025', 'smtp://[::1]:1025'])(
    'on loopback with a page on loopback needs nothing: %s',
    (url) => {
      expect(read({ SMTP_URL: url })).toMatchObject({ local: false })
      expect(read({ SMTP_URL: url, BASE_URL: 'http://127.0.0.1:8080' })).toMatchObject({ local: false })
    }
  )

  test.each(['http://localhost.example.org', 'http://127.0.0.1.example.org', 'http://0.0.0.0:3000'])(
    'is missing where the page is public, and %s is public',
    (url) => {
      expect(names({ BASE_URL: url })).toEqual(['SMTP_URL'])
    }
  )
})

describe('the sources of papers', () => {
  test('are both, at their own addresses', () => {
    expect(read({})).toMatchObject({
      paperSources: ['huggingface', 'arxiv'],
      huggingfaceUrl: 'https://huggingface.co',
      huggingfaceToken: undefined,
      arxivCategories: ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG'],
      arxivRssUrl: 'https://rss.arxiv.org',
      arxivOaiUrl: 'https://oaipmh.arxiv.org'
    })
  })

  test('can be one, or none where papers are only imported', () => {
    expect(read({ PAPER_SOURCES: 'arxiv' }).paperSources).toEqual(['arxiv'])
    expect(read({ PAPER_SOURCES: 'none' }).paperSources).toEqual([])
  })

  test('named twice are read once', () => {
    expect(
      read({ PAPER_SOURCES: 'arxiv, huggingface,arxiv', ARXIV_CATEGORIES: 'hep-th, cond-mat.dis-nn,hep-th' })
    ).toMatchObject({
      paperSources: ['arxiv', 'huggingface'],
      arxivCategories: ['hep-th', 'cond-mat.dis-nn']
    })
  })

  test.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080', 'https://mirror.example.org/hf'])(
    'may stand at %s',
    (url) => {
      expect(read({ HUGGINGFACE_URL: `${url}/` }).huggingfaceUrl).toBe(url)
    }
  )

  test('take the token from a file', () => {
    const path = join(folder, 'token')
    writeFileSync(path, 'hf_example\n')
    expect(read({ HUGGINGFACE_TOKEN_FILE: path }).huggingfaceToken).toBe('hf_example')
  })
})

describe('secrets', () => {
  test('come from the file that NAME_FILE names', () => {
    const path = join(folder, 'key')
    writeFileSync(path, `${secretKey}\n`)
    expect(read({ SECRET_KEY_FILE: path }).secretKeys).toEqual([secretKey])
  })

  test('set twice are refused', () => {
    const path = join(folder, 'key')
    writeFileSync(path, secretKey)
    expect(problems({ SECRET_KEY: secretKey, SECRET_KEY_FILE: path })).toEqual([
      'SECRET_KEY and SECRET_KEY_FILE are both set'
    ])
  })

  test('are read from files for their own names only: PORT_FILE means nothing', () => {
    expect(read({ PORT_FILE: join(folder, 'missing'), UNRELATED_FILE: join(folder, 'missing') }).port).toBe(3000)
  })

  test('unset are made once, differ, and only the owner can read them', () => {
    const first = read({})
    expect(read({})).toMatchObject({ secretKeys: first.secretKeys, adminToken: first.adminToken })
    expect(first.adminToken).not.toBe(first.secretKeys[0])
    for (const name of ['secret-key', 'admin-token']) {
      expect(statSync(join(folder, 'secrets', name)).mode & 0o777).toBe(0o600)
    }
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700)
  })

  test('given are not written to DATA_DIR', () => {
    read({ SECRET_KEY: secretKey, ADMIN_TOKEN: 'a'.repeat(16) })
    expect(() => statSync(join(folder, 'secrets'))).toThrow('ENOENT')
  })

  test('of several keys the first comes first', () => {
    const other = 'o'.repeat(40)
    expect(read({ SECRET_KEY: `${secretKey},${other}` }).secretKeys).toEqual([secretKey, other])
  })
})

test('.env.example is what the schema says', () => {
  expect(readFileSync(join(projectRoot, '.env.example'), 'utf8')).toBe(envExample())
})

test('limits of sending are read to numbers, domains as they stand in an envelope', () => {
  const { sendingLimits } = read({
    SEND_RATE: '14',
    SEND_RATE_BY_DOMAIN: 'Example.org=20, bücher.example=0.5',
    SEND_RAMP: '2026-12-01:50,100,100'
  })
  expect(sendingLimits).toEqual({
    rate: 14,
    rateByDomain: new Map([
      ['example.org', 20],
      ['xn--bcher-kva.example', 0.5]
    ]),
    ramp: { firstDay: '2026-12-01', ceilings: [50, 100, 100] }
  })
  expect(read({}).sendingLimits).toEqual({ rate: undefined, rateByDomain: new Map(), ramp: undefined })
})
