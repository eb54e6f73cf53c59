import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import type { ApiDeps } from '../../services/api/api-deps.ts'
import { buildApp } from '../../services/api/app.ts'
import { english } from '../../services/mail/words/en.ts'
import type { Words } from '../../services/mail/words/words.ts'
import { type Config, readConfig } from '../../services/platform/config.ts'
import { openQueues } from '../../services/platform/queues.ts'
import { confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { clockAt, type TestClock } from './clock.ts'
import { type TestDatabase, useDatabase } from './database.ts'

export const adminToken = 'a token of the operator, for tests'

/** A Tuesday, an hour before the freeze; the open feed day is the 24th. */
export const tuesday = '2026-11-24T07:00:00Z'

/** What a public installation sets. */
export const publicEnvironment = {
  BASE_URL: 'https://papers.example.org',
  SMTP_URL: 'smtp://relay.example.org',
  MAIL_FROM: 'daily@papers.example.org',
  POSTAL_ADDRESS: '1 Example Street, 10115 Berlin',
  OPERATOR_NAME: 'The Papers Society',
  CONTACT_EMAIL: 'hello@papers.example.org'
}

export interface TestApp {
  app: FastifyInstance
  deps: ApiDeps & { clock: TestClock }
  database: TestDatabase
  /** Every line the app logged. */
  logs: string[]
}

/** The app on a database of its own, with real queues, a clock that stands still, and no port. */
export function useApp(environment: Record<string, string> = {}, words: Words = english): TestApp {
  const holder = { database: useDatabase() } as TestApp
  beforeAll(async () => {
    holder.logs = []
    holder.deps = { ...(await openDeps(holder.database, holder.logs, environment)), words }
    holder.app = await buildApp(holder.deps)
  })
  afterAll(async () => {
    await holder.app.close()
    await holder.deps.queues.close()
  })
  return holder
}

/** What an app stands on in tests. The caller closes the queues. */
export async function openDeps(
  database: TestDatabase,
  logs: string[] = [],
  environment: Record<string, string> = {}
): Promise<ApiDeps & { clock: TestClock }> {
  const log = pino({ level: 'debug' }, { write: (line: string) => void logs.push(line) })
  return {
    config: testConfig(environment),
    words: english,
    db: database.db,
    clock: clockAt(tuesday),
    queues: await openQueues({ redisUrl: undefined }, database.url, log),
    log
  }
}

export function testConfig(environment: Record<string, string> = {}): Config {
  const dataDir = mkdtempSync(join(tmpdir(), 'daily-papers-app-'))
  try {
    return readConfig({
      DATA_DIR: dataDir,
      SECRET_KEY: 'a key that signs tokens, only in tests'.replaceAll(/[ ,]/g, '-'),
      ADMIN_TOKEN: adminToken,
      PAPER_SOURCES: 'none',
      ...environment
    })
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}

/** Signs up and returns the token that the confirmation mail would carry. */
export async function signUp({ app, deps }: TestApp, email: string): Promise<string> {
  const { statusCode } = await app.inject({ method: 'POST', url: '/subscriptions', payload: { email } })
  if (statusCode !== 202) throw new Error(`sign-up answered ${statusCode}`)
  await settleSignUps(deps)
  const request = await deps.db
    .selectFrom('confirmation_requests')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const secrets = await confirmationSecretsOf({ db: deps.db, secretKeys: deps.config.secretKeys }, request.id)
  if (secrets === undefined) throw new Error('the request has no token')
  return secrets.token
}
