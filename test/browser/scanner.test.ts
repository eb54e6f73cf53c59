import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { listTables } from '../../services/platform/backup/catalog.ts'
import { stateOf } from '../support/cast.ts'
import { minutes } from '../support/clock.ts'
import { readMail, waitForInbox } from '../support/service.ts'
import { useSite } from './site.ts'

// What scanners of mail providers do: they open every link of a mail in a browser, at once and again
// later, run the scripts and wait. Nothing may come of it; the button behind the link is for people.

let ahead = 0
const site = useSite({
  clock: { now: () => new Date(Date.now() + ahead) },
  // The draft of a freeze is due an hour before it.
  environment: { CURATOR_EMAIL: 'curator@example.org', DIGEST_TIME: clockTime(Date.now() + 30 * 60_000) }
})
const ada = 'ada@example.org'
const bea = 'bea@example.org'

test('opening every link of every mail in a browser, at once and ten minutes later, changes nothing', {
  timeout: 240_000
}, async () => {
  await site.subscribe(ada)
  const [confirmation] = await waitForInbox(site, ada, 1)
  await post((await linksOf(confirmation)).find((link) => link.includes('/confirm/')))
  const greeting = (await waitForInbox(site, ada, 2))[0]
  const unsubscribe = (await linksOf(greeting)).find((link) => link.includes('/unsubscribe/'))
  const preferences = (await linksOf(greeting)).find((link) => link.includes('/preferences/'))
  await post(preferences, 'action=mail-account-link')
  // Whose subscription is known is told so; who has not confirmed yet has a link that is not used.
  await site.subscribe(ada)
  await site.subscribe(bea)
  await waitForInbox(site, ada, 4)
  await waitForInbox(site, bea, 1)
  await waitForInbox(site, 'curator@example.org', 1)
  await site.stopWorkers()

  const links = new Set<string>()
  const messages = (await (await fetch(`${site.baseUrl}/inbox/messages`)).json()) as { id: number }[]
  for (const message of messages) for (const link of await linksOf(message)) links.add(link)
  const kinds = new Set([...links].map((link) => new URL(link).pathname.split('/')[1]))
  for (const kind of ['confirm', 'not-me', 'unsubscribe', 'preferences', 'account', 'draft'])
    expect(kinds, `a link to ${kind}`).toContain(kind)

  const before = await everything()
  await scan([...links])
  expect(await everything()).toEqual(before)
  ahead = minutes(10)
  await scan([...links])
  expect(await everything()).toEqual(before)

  // The same links, pressed: this test would see it.
  await post(unsubscribe, 'List-Unsubscribe=One-Click')
  expect(await stateOf(site.database.db, ada)).toBe('unsubscribed')
  expect(await everything()).not.toEqual(before)
})

/** Opens each link as a browser does, runs its scripts, and stays until nothing is loaded any more. */
async function scan(links: string[]): Promise<void> {
  const context = await site.browser.newContext()
  for (const link of links) {
    for (const method of ['HEAD', 'OPTIONS']) await fetch(link, { method })
    const page = await context.newPage()
    const answer = await page.goto(link, { waitUntil: 'networkidle' })
    expect(answer?.status(), link).toBeLessThan(400)
    await page.close()
  }
  await context.close()
}

/** The addresses of this service that a mail names anywhere: in its headers, its text and its HTML. */
async function linksOf(message: { id: number } | undefined): Promise<string[]> {
  const mail = await PostalMime.parse(await readMail(site, message ?? { id: 0 }))
  const all = [mail.html, mail.text, ...mail.headers.map(({ value }) => value)].join('\n')
  const found = [...all.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(([link]) => link.replaceAll('&amp;', '&'))
  return [...new Set(found)].filter((link) => link.startsWith(site.baseUrl))
}

async function post(link: string | undefined, body = ''): Promise<void> {
  const { status } = await fetch(link ?? '', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' }
  })
  expect(status, link).toBeLessThan(300)
}

/** Every row of every table, but for when this process's jobs ran last: they go by the clock, not by visits. */
async function everything(): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const { name } of (await listTables(site.database.db)).filter((table) => table.name !== 'job_runs'))
    rows[name] = (await site.database.pool.query(`select t::text from "${name}" t order by 1`)).rows
  return rows
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16)
}
