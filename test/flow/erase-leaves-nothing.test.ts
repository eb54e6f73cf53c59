import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../services/platform/project-root.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { placesWith } from '../support/places-with.ts'
import { watch } from '../support/processes.ts'
import { openRedis, type TestRedis } from '../support/redis.ts'
import { aSavedPage } from '../support/saved-page.ts'
import { aDataDir, readMail, runCommand, waitForInbox } from '../support/service.ts'

// Somebody signs up, confirms by the code, reads, asks for the account, and has everything erased: by
// the page, and another one by the command. After that nothing anywhere has their address, in any
// spelling a table or a log could have it in, and no file brings it back.

const mark = 'zz9pii'
const byPage = `${mark}-page@example.org`
const byCommand = `${mark}-command@example.org`
const data = aDataDir()
const log = join(data.dataDir, 'service.log')
let database: TestDatabase
let redis: TestRedis | undefined
let env: Record<string, string>
let baseUrl: string
let service: ReturnType<typeof watch>

beforeAll(async () => {
  database = await createDatabase()
  const opened = await openRedis()
  redis = 'unavailable' in opened ? undefined : opened
  const port = String(await freePort())
  baseUrl = `http://localhost:${port}`
  env = { DATABASE_URL: database.url, DATA_DIR: data.dataDir, BASE_URL: baseUrl, PORT: port, LOG_LEVEL: 'debug' }
  if (redis !== undefined) env.REDIS_URL = redis.url
  const program = join(projectRoot, 'dist', 'services', 'cli', 'main.js')
  service = watch('bash', ['-c', 'exec "$0" "$1" start > >(tee "$2") 2>&1', process.execPath, program, log], env)
  await service.says('is running')
})

afterAll(async () => {
  service.signal('SIGTERM')
  await service.ended
  await redis?.close()
  await database.close()
  await dropDatabase(database.url)
  data.remove()
})

const post = (path: string, fields: Record<string, string>) =>
  fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields)
  })

const places = () => placesWith(mark, { database, redisUrl: redis?.url, folder: data.dataDir })

/** A busy machine takes its time: a nudge that comes while its job runs waits for the next sweep. */
async function arrived(address: string, count: number) {
  return waitForInbox({ baseUrl }, address, count).catch(() => waitForInbox({ baseUrl }, address, count))
}

async function newestMail(address: string, count: number) {
  const [mail] = await arrived(address, count)
  return PostalMime.parse(await readMail({ baseUrl }, mail as { id: number }))
}

async function subscribeByCode(address: string): Promise<void> {
  expect((await post('/subscriptions', { email: address })).status).toBe(202)
  const { text } = await newestMail(address, 1)
  const code = /^(\d{3} \d{3})$/m.exec(text ?? '')?.[1] ?? ''
  expect((await post('/subscriptions/code', { email: address, code })).status).toBe(200)
  await arrived(address, 2)
}

test('subscribed, used, erased: no table, queue, log or file has the address any more', {
  timeout: 240_000
}, async () => {
  await subscribeByCode(byPage)
  await subscribeByCode(byCommand)
  const page = join(data.dataDir, 'page.txt')
  writeFileSync(page, aSavedPage({ papers: 12 }))
  expect(await runCommand(['papers', 'import', page, '--date', '2026-11-20'], env)).toMatchObject({ code: 0 })
  expect(await runCommand(['edition', 'send', '2026-11-20', '--wait'], env)).toMatchObject({ code: 0 })
  const digest = await newestMail(byPage, 3)

  const preferences = /\/preferences\/[\w-]+/.exec(digest.text ?? '')?.[0] ?? ''
  expect((await post(preferences, { action: 'mail-account-link' })).status).toBe(202)
  const account = /\/account\/[\w-]+/.exec((await newestMail(byPage, 4)).text ?? '')?.[0] ?? ''
  // Signing up again is another way to be on a table.
  await post('/subscriptions', { email: byPage.toUpperCase() })
  await arrived(byPage, 5)
  expect(await places()).not.toEqual([])

  const exported = await runCommand(['subscribers', 'export', byCommand], env)
  expect(JSON.parse(exported.stdout)).toMatchObject({ address: byCommand, editions: [{}, {}] })
  expect((await post(account, { action: 'erase', sure: 'yes' })).status).toBe(200)
  expect(await runCommand(['subscribers', 'erase', byCommand.toUpperCase()], env)).toMatchObject({ code: 0 })
  expect(await runCommand(['subscribers', 'erase', byCommand, '--json'], env)).toMatchObject({
    code: 0,
    stdout: '{"kind":"already_erased"}\n'
  })
  // Whatever works in the background comes by once more.
  await pause(1000)
  expect(await places()).toEqual([])

  // The counts of the edition stay.
  const status = await runCommand(['edition', 'status', '2026-11-20', '--json'], env)
  expect(JSON.parse(status.stdout)).toMatchObject({ state: 'sent', expected: 2, deliveries: { accepted: 2 } })

  const list = join(data.dataDir, 'list.csv')
  writeFileSync(list, `email,status\n${byPage},active\n${byCommand.toUpperCase()},active\nbea@example.org,active\n`)
  const imported = await runCommand(['subscribers', 'import', list, '--consent', 'a sheet', '--json'], env)
  expect(JSON.parse(imported.stdout)).toMatchObject({ active: 1, refused: [{ line: 2 }, { line: 3 }] })
  writeFileSync(list, '')
  expect(await places()).toEqual([])

  // What was mailed before still unsubscribes, as far as anybody can see.
  const unsubscribe = /\/unsubscribe\/[\w-]+/.exec(digest.text ?? '')?.[0] ?? ''
  expect((await post(unsubscribe, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
})
