import { beforeEach, expect, test } from 'vitest'
import { planDraft } from '../../services/delivery/plan-draft.ts'
import { heldBy } from '../../services/editions/hold-edition.ts'
import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { pinPaper } from '../../services/papers/curate.ts'
import { signDraftToken, signSubscriberToken } from '../../services/platform/tokens.ts'
import { tuesday, useApp } from '../support/app.ts'
import { hours, minutes } from '../support/clock.ts'
import { listPapers } from '../support/papers.ts'

const site = useApp({ CURATOR: 'Ines Vermeer', CURATOR_EMAIL: 'ines@example.org', DIGEST_SIZE: '4' })
const day = '2026-11-23'
const expiresAt = new Date('2026-11-25T08:00:00Z')
const browser = { accept: 'text/html,application/xhtml+xml' }
const program = { accept: 'application/json' }
let token: string

beforeEach(async () => {
  site.deps.clock.set(tuesday)
  await site.database.pool.query(
    'truncate notices, drafts, edition_holds, freezes, editions, edition_revisions, edition_papers, papers, paper_listings, curations cascade'
  )
  await site.database.pool.query(`update installation set created_at = '2026-11-23T00:00:00Z'`)
  await listPapers(site.deps.db, day, 12)
  token = signDraftToken(site.deps.config.secretKeys, { day, expiresAt })
})

const get = (path: string, headers: Record<string, string> = browser) => site.app.inject({ url: path, headers })
const post = (path: string, headers: Record<string, string> = browser) =>
  site.app.inject({ method: 'POST', url: path, headers })
const held = () => heldBy(site.deps, day)
const settle = async () => settleFreezes({ ...site.deps, templates: await openTemplates() })

test('the page shows the list that the mail has, and one button', async () => {
  const { rows } = await site.database.pool.query('select id, title from papers order by id desc limit 1')
  await pinPaper(site.deps, { id: String(rows[0].id), by: 'Ines', note: 'worth <b>reading</b>' })
  await planDraft(site.deps)
  const mailed = (await site.database.pool.query('select papers from drafts')).rows[0].papers
  const { body, statusCode, headers } = await get(`/draft/${token}`)
  expect(statusCode).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
  expect(body.match(/<button/g)).toHaveLength(1)
  expect(body).toContain(`<form method="post" action="/draft/${token}"><button type="submit">Hold the edition`)
  expect(body).toContain('Tuesday, November 24, 08:00 UTC')
  expect(body).toContain('4 of 12 candidates')
  expect(body).toContain('Picked by Ines: worth &lt;b>reading&lt;/b>')
  expect((await get(`/draft/${token}`, program)).json()).toEqual({
    state: 'open',
    day,
    freezeAt: '2026-11-24T08:00:00.000Z',
    candidates: 12,
    papers: mailed
  })
})

test('its button holds the edition, once, and the next one lets it go', async () => {
  for (let time = 0; time < 2; time++) {
    const { statusCode, body } = await post(`/draft/${token}`)
    expect(statusCode).toBe(200)
    expect(body).toContain('<strong>Held by Ines Vermeer</strong> since Tuesday, November 24, 07:00 UTC')
    expect(body).toContain(`<form method="post" action="/draft/${token}/release"><button type="submit">Release`)
  }
  expect(await held()).toMatchObject({ by: 'Ines Vermeer', at: new Date(tuesday) })
  for (let time = 0; time < 2; time++) {
    const { statusCode, body } = await post(`/draft/${token}/release`)
    expect(statusCode).toBe(200)
    expect(body).toContain('Hold the edition')
  }
  expect(await held()).toBeUndefined()
})

test('a body of any kind is taken, as on every link of a mail', async () => {
  const payload = '{"hold":'
  const answer = await site.app.inject({
    method: 'POST',
    url: `/draft/${token}`,
    headers: { 'content-type': 'application/json', ...browser },
    payload
  })
  expect(answer.statusCode).toBe(200)
  expect(await held()).toBeDefined()
})

test('opening it changes nothing, however often and by whatever method that reads', async () => {
  const before = await everything()
  for (const method of ['GET', 'HEAD', 'OPTIONS'] as const)
    for (const path of [`/draft/${token}`, `/draft/${token}/release`])
      for (let time = 0; time < 5; time++) await site.app.inject({ method, url: path, headers: browser })
  expect(await everything()).toEqual(before)
})

test('an edition held past its time leaves when the page lets it go', async () => {
  await post(`/draft/${token}`)
  site.deps.clock.advance(hours(1) + minutes(30))
  await settle()
  expect((await get('/status/today', program)).json()).toMatchObject({
    state: 'held',
    reason: expect.stringContaining('Ines Vermeer')
  })
  expect((await post(`/draft/${token}/release`)).body).toContain('Its time was')
  await settle()
  const { body } = await get(`/draft/${token}`)
  expect(body).toContain('can no longer be held')
  expect(body).not.toContain('<button')
  expect((await get('/status/today', program)).json()).toMatchObject({ state: 'sending' })
})

test('once the edition has left it is too late, and that is said', async () => {
  site.deps.clock.advance(hours(1) + minutes(1))
  await site.database.pool.query(
    `insert into editions (feed_day, state, due_at, frozen_at) values ($1, 'sending', $2, $2)`,
    [day, site.deps.clock.now()]
  )
  const page = await post(`/draft/${token}`)
  expect(page.statusCode).toBe(409)
  expect(page.body).toContain(`The edition of ${day} has left.`)
  expect((await post(`/draft/${token}`, program)).json()).toMatchObject({ code: 'HOLD_TOO_LATE', status: 409 })
  expect(await held()).toBeUndefined()
  expect((await get(`/draft/${token}`, program)).json()).toEqual({
    state: 'settled',
    day,
    reason: `the edition of ${day} has left`
  })
})

test('forged, foreign, expired and other links get the one answer for links that do not work', async () => {
  const { secretKeys } = site.deps.config
  const last = token.at(-1) === 'A' ? 'B' : 'A'
  const bad = [
    `${token.slice(0, -1)}${last}`,
    token.slice(0, -2),
    signDraftToken(['another key of another installation'], { day, expiresAt }),
    signDraftToken(secretKeys, { day, expiresAt: site.deps.clock.now() }),
    // Its eight bytes could be read as a day and a time.
    signSubscriberToken(secretKeys, 'unsubscribe', 2 ** 52 + 1),
    'x'
  ]
  for (const accept of [browser, program]) {
    const unknown = await get('/confirm/unknown', accept)
    const answers = new Set<string>()
    for (const one of bad) {
      for (const path of [`/draft/${one}`, `/draft/${one}/release`]) {
        const { statusCode, body } = await post(path, accept)
        answers.add(`${statusCode} ${body}`)
      }
      const { statusCode, body } = await get(`/draft/${one}`, accept)
      answers.add(`${statusCode} ${body}`)
    }
    expect([...answers]).toEqual([`404 ${unknown.body}`])
  }
  expect(await held()).toBeUndefined()
})

test("a draft's link opens nothing else", async () => {
  for (const path of [`/unsubscribe/${token}`, `/confirm/${token}`]) {
    expect((await post(path)).statusCode).toBe(404)
    expect((await get(path)).statusCode).toBe(404)
  }
})

test('the address of the curator is on no page and in no log', async () => {
  const { body } = await get(`/draft/${token}`)
  await post(`/draft/${token}`)
  expect(body + site.logs.join('')).not.toContain('ines@example.org')
  expect(site.logs.join('')).not.toContain(token)
})

async function everything(): Promise<unknown> {
  const { rows } = await site.database.pool.query(`
    select (select json_agg(h) from edition_holds h) as holds, (select json_agg(n) from notices n) as notices,
      (select json_agg(d) from drafts d) as drafts, (select json_agg(f) from freezes f) as freezes`)
  return rows
}
