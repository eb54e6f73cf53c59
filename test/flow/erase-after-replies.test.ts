import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../services/platform/project-root.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { filesIn, placesWith } from '../support/places-with.ts'
import { watch } from '../support/processes.ts'
import { aSavedPage } from '../support/saved-page.ts'
import { aDataDir, runCommand } from '../support/service.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

// What a relay says comes from outside, and it names its recipients: by the address, by the mailbox alone,
// in capitals. It is kept with attempts, in alarms, in pauses, in the journal and in the log.

const mark = 'zz9pii'
const readers = ['deferred', 'refused', 'oversized', 'suspect', 'stalled'] as const
const addressOf = (reader: string) => `${mark}.${reader}+papers@example.org`
const data = aDataDir()
const log = join(data.dataDir, 'service.log')
let database: TestDatabase
let relay: Recorder
let env: Record<string, string>
let baseUrl: string
let service: ReturnType<typeof watch>

beforeAll(async () => {
  database = await createDatabase()
  relay = await openRecorder()
  const port = String(await freePort())
  baseUrl = `http://localhost:${port}`
  env = {
    DATABASE_URL: database.url,
    DATA_DIR: data.dataDir,
    SMTP_URL: relay.url,
    BASE_URL: baseUrl,
    PORT: port,
    LOG_LEVEL: 'debug',
    CONFIRMATION_RETRY_AFTER: '1s,1s',
    ALERT_EMAIL: 'operator@example.org'
  }
  const program = join(projectRoot, 'dist', 'services', 'cli', 'main.js')
  service = watch('bash', ['-c', 'exec "$0" "$1" start > >(tee "$2") 2>&1', process.execPath, program, log], env)
  await service.says('is running')
})

afterAll(async () => {
  relay.release()
  service.signal('SIGTERM')
  await service.ended
  await relay.close()
  await database.close()
  await dropDatabase(database.url)
  data.remove()
})

const places = () => placesWith(mark, { database, redisUrl: undefined, folder: data.dataDir })

const post = (path: string, fields: Record<string, string>) =>
  fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields)
  })

const count = async (statement: string) => (await database.pool.query(statement)).rowCount

test('what a relay answered names nobody, neither while they read nor after they are erased', {
  timeout: 240_000
}, async () => {
  // The confirmation is put off once, in words that name the reader.
  const asked = new Set<string>()
  relay.script({
    rcpt: (address) => {
      if (asked.has(address)) return undefined
      asked.add(address)
      return { code: 451, text: `4.2.2 mailbox of <${address.toUpperCase()}> (${address.split('@')[0]}) is busy` }
    }
  })
  expect((await post('/subscriptions', { email: addressOf('deferred') })).status).toBe(202)
  for (let time = 0; time < 6; time++)
    await post('/subscriptions/code', { email: addressOf('deferred'), code: '000000' })
  const confirmation = await newestMailTo(addressOf('deferred'))
  expect((await post(/\/confirm\/[\w-]+/.exec(confirmation)?.[0] ?? '', {})).status).toBe(200)
  const list = join(data.dataDir, 'list.csv')
  writeFileSync(list, ['email', ...readers.slice(1).map(addressOf)].join('\n'))
  expect(await runCommand(['subscribers', 'import', list, '--consent', 'a sheet'], env)).toMatchObject({ code: 0 })
  writeFileSync(list, '')

  const local = (address: string) => address.split('@')[0] ?? ''
  relay.script({
    rcpt: (address) => {
      if (address === addressOf('deferred')) return { code: 451, text: `4.3.0 ${local(address)} later <${address}>` }
      if (address === addressOf('refused'))
        return { code: 550, text: `5.9.9 ${local(address)} is odd, says ${address}` }
      if (address === addressOf('oversized')) return { code: 552, text: `5.3.4 too big for ${local(address)}` }
      return address === addressOf('suspect') ? { code: 550, text: `5.7.1 spam to ${local(address)}` } : undefined
    },
    data: ({ to }) => (to === addressOf('stalled') ? 'stall' : 'accept')
  })
  const page = join(data.dataDir, 'page.txt')
  writeFileSync(page, aSavedPage({ papers: 12 }))
  expect(await runCommand(['papers', 'import', page, '--date', '2026-11-20'], env)).toMatchObject({ code: 0 })
  expect(await runCommand(['edition', 'send', '2026-11-20'], env)).toMatchObject({ code: 0 })
  await expect.poll(() => relay.messages.some(({ to }) => to === addressOf('stalled')), { timeout: 60_000 }).toBe(true)
  await expect.poll(() => count('select from attempts where reply is not null'), { timeout: 60_000 }).toBe(4)
  await expect.poll(() => count("select from alarms where kind in ('reply_unknown', 'message_refused')")).toBe(2)
  // A mail is on its way, so that a journal lies there with what was answered so far.
  const journals = filesIn(join(data.dataDir, 'journal'))
  expect(journals.length).toBeGreaterThan(0)

  // Their row is the only place that has an address at all.
  expect(await places()).toEqual(['public.subscribers'])
  for (const reader of readers)
    expect(await runCommand(['subscribers', 'erase', addressOf(reader)], env)).toMatchObject({ code: 0 })
  expect(filesIn(join(data.dataDir, 'journal'))).not.toEqual([])
  expect(await places()).toEqual([])
  relay.release()
  await expect.poll(() => filesIn(join(data.dataDir, 'journal')), { timeout: 60_000 }).toEqual([])
  expect(await places()).toEqual([])
})

async function newestMailTo(address: string): Promise<string> {
  await expect.poll(() => relay.messages.some(({ to }) => to === address), { timeout: 60_000 }).toBe(true)
  const mail = relay.messages.findLast(({ to }) => to === address)
  return (await PostalMime.parse(mail?.source ?? '')).text ?? ''
}
