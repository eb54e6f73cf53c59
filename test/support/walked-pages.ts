import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import type { Templates } from '../../services/mail/templates.ts'
import { type SubscriberPurpose, signDraftToken, signSubscriberToken } from '../../services/platform/tokens.ts'
import { accountTokenOf, confirmationSecretsOf } from '../../services/subscribers/mails-owed.ts'
import { settleSignUps } from '../../services/subscribers/settle-sign-ups.ts'
import { adminToken, type TestApp } from './app.ts'
import { aSubscriber } from './cast.ts'
import { minutes } from './clock.ts'

type Fields = Record<string, string>

/** Pages by what was asked for to see them: every page that a reader, a subscriber or the operator can come to. */
export type WalkedPages = Map<string, string>

/** Asks for pages as a browser does, and keeps them. */
function walkerOf({ app }: TestApp, pages: WalkedPages) {
  const keep = async (name: string, request: object) => {
    const { statusCode, body } = await app.inject({
      ...request,
      headers: { accept: 'text/html', ...headersOf(request) }
    })
    if (statusCode >= 500 || body === '') throw new Error(`${name} answered ${statusCode}`)
    pages.set(`${statusCode} ${name}`, body)
    return body
  }
  return {
    get: (url: string, name = url) => keep(name, { url }),
    post: (url: string, fields: Fields = {}, name = url) =>
      keep(`POST ${name} ${Object.values(fields).join(' ')}`.trim(), {
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString()
      })
  }
}

const headersOf = (request: { headers?: Fields }) => ({
  authorization: `Bearer ${adminToken}`,
  ...request.headers
})

/** The pages of papers, as they are for the site's days. */
export async function walkPapers(site: TestApp, pages: WalkedPages, days: readonly string[]): Promise<void> {
  const { get } = walkerOf(site, pages)
  for (const path of ['/', '/papers', '/papers/sample', '/papers/2026-11-22', '/papers/2026-11-24', '/status/today'])
    await get(path)
  for (const day of days) await get(`/papers/${day}`)
  for (const path of ['/editions/sample', '/editions/2026-11-01', '/papers/2020-01', '/papers/2030-01-01', '/papers/x'])
    await get(path)
  const questions = ['', '?q=tokenizer', '?q=tokenzier+vidoe', '?q=qwertzuiop', '?q=-', '?q=model', '?q=model&page=2']
  for (const question of questions) await get(`/search${question}`)
  await get(`/search?q=${'long '.repeat(60)}`)
  await get('/search?page=x')
  const { rows } = await site.database.pool.query<{ id: number }>('select id from papers order by id limit 3')
  for (const { id } of rows) await get(`/paper/${id}`)
  for (const path of ['/paper/99999', '/feed.atom', '/feed.xml', '/feed/language-models.atom']) await get(path)
  for (const path of ['/feed/nothing.atom', '/nowhere', '/privacy', '/%E0%A4%A']) await get(path)
}

/** All that a reader goes through from the form to the end of a subscription, and beyond. */
export async function walkSubscription(site: TestApp, pages: WalkedPages): Promise<void> {
  const { get, post } = walkerOf(site, pages)
  const { config, clock, db } = site.deps
  const keys = config.secretKeys
  const signed = async (purpose: SubscriberPurpose, address: string) => {
    const { id } = await db
      .selectFrom('subscribers')
      .select('id')
      .where('address', '=', address)
      .executeTakeFirstOrThrow()
    return `/${purpose}/${signSubscriberToken(keys, purpose, id)}`
  }
  const newestRequest = async () => {
    await settleSignUps(site.deps)
    const { rows } = await site.database.pool.query<{ id: number }>('select max(id) as id from confirmation_requests')
    const secrets = await confirmationSecretsOf({ db, secretKeys: keys }, rows[0]?.id ?? 0)
    return `/confirm/${secrets?.token}`
  }
  const account = async (address: string) => {
    clock.advance(minutes(6))
    await post(await signed('preferences', address), { action: 'mail-account-link' }, 'preferences')
    const { rows } = await site.database.pool.query<{ id: number }>('select max(id) as id from account_links')
    return `/account/${await accountTokenOf({ db, secretKeys: keys }, rows[0]?.id ?? 0)}`
  }

  for (const email of ['', 'nobody', 'ä@example.org', `${'long'.repeat(70)}@example.org`, 'ada@example.org'])
    await post('/subscriptions', { email }, `sign-up ${email.length}`)
  const confirmation = await newestRequest()
  await post('/subscriptions/code', { email: 'ada@example.org', code: '1' }, 'a wrong code')
  await post('/subscriptions', { email: 'a@example.org', other: '1' }, 'sign-up with another field')
  await get('/confirm/unknown')
  await get(confirmation, 'confirmation')
  await post(confirmation, {}, 'confirmation')
  await get(confirmation, 'confirmation, used')

  await get(await signed('preferences', 'ada@example.org'), 'preferences')
  for (const action of ['pause', 'resume'])
    await post(await signed('preferences', 'ada@example.org'), { action }, 'preferences')
  const link = await account('ada@example.org')
  await get(link, 'account')
  await post(link, { action: 'erase' }, 'account, without a yes')
  await post(link, { action: 'move', email: 'nobody' }, 'account')
  await post(link, { action: 'move', email: 'ida@example.org' }, 'account')
  const move = await newestRequest()
  await get(move, 'move')
  await post(move, {}, 'move')

  const leave = await signed('unsubscribe', 'ida@example.org')
  await get(leave, 'unsubscribe')
  await post(leave, {}, 'unsubscribe')
  await get(leave, 'unsubscribe, done')
  await get(await signed('preferences', 'ida@example.org'), 'preferences, unsubscribed')
  await get(await account('ida@example.org'), 'account, unsubscribed')
  await post(`${leave}/undo`, {}, 'undo')
  await post(leave, {}, 'unsubscribe, again')
  clock.advance(minutes(61))
  await post(`${leave}/undo`, {}, 'undo, too late')

  await aSubscriber(db, { address: 'eve@example.org', state: 'pending' })
  const never = await signed('not-me', 'eve@example.org')
  await get(never, 'not me')
  await post(never, {}, 'not me')
  const gone = await account('ida@example.org')
  await post(gone, { action: 'erase', sure: 'yes' }, 'account')
  await post(leave, {}, 'unsubscribe, erased')
}

/** What the operator and the curator see. */
export async function walkOffice(site: TestApp, pages: WalkedPages, templates: Templates): Promise<void> {
  const { get, post } = walkerOf(site, pages)
  const { config } = site.deps
  const draft = (day: string) =>
    `/draft/${signDraftToken(config.secretKeys, { day, expiresAt: new Date('2026-12-25T08:00:00Z') })}`
  site.deps.clock.set('2026-11-24T07:00:00Z')
  for (const day of ['2026-11-20', '2026-11-23', '2026-11-24']) await get(draft(day), `draft of ${day}`)
  await post(draft('2026-11-24'), {}, 'draft, held')
  await get('/admin')
  site.deps.clock.set('2026-11-24T08:00:10Z')
  await settleFreezes({ ...site.deps, templates })
  await get('/status/today', 'status, after the freeze')
  site.deps.clock.set('2026-11-25T08:00:10Z')
  await settleFreezes({ ...site.deps, templates })
  await get('/status/today', 'status, held')
  await get(draft('2026-11-24'), 'draft, overdue')
  await post(`${draft('2026-11-24')}/release`, {}, 'draft, released')
  await get('/admin', 'admin, later')
  if (!config.local) return
  await get('/inbox', 'inbox, empty')
  const mail = [
    ['', 'To: a@example.org\r\n\r\n7\r\n'],
    ['7', 'To: a@example.org\r\nSubject: 7\r\nContent-Type: text/html\r\n\r\n<p>7</p>\r\n']
  ] as const
  for (const [subject, source] of mail) {
    const { rows } = await site.database.pool.query<{ id: number }>(
      `insert into inbox_messages (recipient, subject, received_at, source) values ('a@example.org', $1, $2, $3) returning id`,
      [subject, site.deps.clock.now(), Buffer.from(source)]
    )
    for (const view of ['html', 'text']) await get(`/inbox/messages/${rows[0]?.id}?view=${view}`)
  }
  await get('/inbox/messages/9999')
  await get('/inbox')
  await get('/preview')
}
