import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '../support/database.ts'
import { aSavedPage } from '../support/saved-page.ts'
import { aDataDir, readMail, runCommand, type Service, startService, waitForInbox } from '../support/service.ts'

const data = aDataDir()
let service: Service
let env: Record<string, string>
const ada = 'ada@example.org'
const bea = 'bea@example.org'

beforeAll(async () => {
  const { url, close } = await createDatabase()
  await close()
  env = { DATABASE_URL: url, DATA_DIR: data.dataDir }
  service = await startService(env)
  // Commands make the same links as the service.
  env.BASE_URL = service.baseUrl
})

afterAll(async () => {
  service.signal('SIGTERM')
  expect(await service.ended).toEqual({ code: 0, signal: null })
  await dropDatabase(env.DATABASE_URL as string)
  data.remove()
})

const form = (path: string, fields: Record<string, string> = {}) =>
  fetch(`${service.baseUrl}${path}`, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams(fields)
  })

async function linkIn(mail: { id: number }, kind: 'confirm' | 'unsubscribe'): Promise<string> {
  const { html } = await PostalMime.parse(await readMail(service, mail))
  const link = new RegExp(`/${kind}/[A-Za-z0-9_-]+`).exec(html ?? '')?.[0]
  if (link === undefined) throw new Error(`no ${kind} link in the mail`)
  return link
}

async function subscribeAndConfirm(address: string): Promise<void> {
  expect((await form('/subscriptions', { email: address })).status).toBe(202)
  const [confirmation] = await waitForInbox(service, address, 1)
  const path = await linkIn(confirmation as { id: number }, 'confirm')
  expect((await form(path)).status).toBe(200)
}

test('a stranger signs up, confirms, and is welcomed with the sample edition, called a sample', async () => {
  await subscribeAndConfirm(ada)
  const [welcome] = await waitForInbox(service, ada, 2)
  const mail = await PostalMime.parse(await readMail(service, welcome as { id: number }))
  expect(mail.html).toMatch(/sample/i)
  expect(mail.text).toMatch(/sample/i)
  expect(mail.to).toEqual([{ address: ada, name: '' }])
})

test('an edition sent by hand reaches everybody, and once', async () => {
  await subscribeAndConfirm(bea)
  await waitForInbox(service, bea, 2)
  const page = join(data.dataDir, 'page.txt')
  writeFileSync(page, aSavedPage({ papers: 12 }))
  expect(await runCommand(['papers', 'import', page, '--date', '2026-11-20'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('12 imported')
  })
  expect(await runCommand(['edition', 'send', '2026-11-20', '--wait', '--json'], env)).toMatchObject({ code: 0 })
  for (const address of [ada, bea]) expect(await waitForInbox(service, address, 3)).toHaveLength(3)

  expect((await runCommand(['edition', 'send', '2026-11-20', '--wait'], env)).code).toBe(0)
  const { stdout } = await runCommand(['edition', 'status', '2026-11-20', '--json'], env)
  expect(JSON.parse(stdout)).toMatchObject({ state: 'sent', expected: 2, deliveries: { accepted: 2 } })
})

test('who leaves with one click gets no further edition', async () => {
  const [digest] = await waitForInbox(service, ada, 3)
  const source = await readMail(service, digest as { id: number })
  const { headers } = await PostalMime.parse(source)
  const header = (name: string) => headers.find(({ key }) => key === name)?.value
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  const url = header('list-unsubscribe')?.replace(/^<|>$/g, '') ?? ''

  // As a mail provider does it: RFC 8058 section 3.2.
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
  })
  expect(response.status).toBe(200)

  const page = join(data.dataDir, 'next-page.txt')
  writeFileSync(page, aSavedPage({ papers: 8, from: 12 }))
  await runCommand(['papers', 'import', page, '--date', '2026-11-21'], env)
  expect(await runCommand(['edition', 'send', '2026-11-21', '--wait', '--json'], env)).toMatchObject({ code: 0 })
  await waitForInbox(service, bea, 4)
  expect(await waitForInbox(service, ada, 3)).toHaveLength(3)
  const { stdout } = await runCommand(['subscribers', 'show', ada, '--json'], env)
  expect(JSON.parse(stdout)).toMatchObject({ state: 'unsubscribed' })
})
