import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Mailroom, openMailroom } from '../../services/delivery/mailroom.ts'
import { planDraft } from '../../services/delivery/plan-draft.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { holdDay } from '../../services/editions/hold-edition.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { dropPaper, pinPaper } from '../../services/papers/curate.ts'
import { openLog } from '../../services/platform/log.ts'
import { readDraftToken } from '../../services/platform/tokens.ts'
import { clockAt, hours, minutes } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T07:00:00Z')
const curator = 'ines@example.org'
const mailrooms: Mailroom[] = []
let templates: Templates
let relay: Recorder

beforeAll(async () => {
  templates = await openTemplates()
})

beforeEach(async () => {
  await database.pool.query(`update installation set created_at = '2026-11-01T00:00:00Z'`)
  clock.set('2026-11-24T07:00:00Z')
  relay = await openRecorder()
  await database.pool.query(
    'truncate notices, drafts, edition_holds, freezes, editions, edition_revisions, edition_papers, papers, paper_listings, curations cascade'
  )
  await listPapers(database.db, '2026-11-23', 30)
})

afterEach(() => relay.close())
afterAll(async () => {
  await Promise.all(mailrooms.map((mailroom) => mailroom.close()))
})

const configOf = (environment: Record<string, string> = {}) =>
  testConfig({ CURATOR_EMAIL: curator, SMTP_URL: relay.url, ...environment })

/** A worker of its own: what it plans, and what it sends. */
async function aWorker(environment?: Record<string, string>) {
  const deps = {
    db: database.db,
    url: database.url,
    clock,
    config: configOf(environment),
    templates,
    log: openLog('silent')
  }
  const mailroom = await openMailroom(deps)
  mailrooms.push(mailroom)
  return { plan: () => planDraft(deps), send: () => mailroom.sendNotices() }
}

const read = () => Promise.all(relay.messages.map(({ source }) => PostalMime.parse(source)))
const notices = async () =>
  (await database.pool.query('select state, tries, reply from notices order by id')).rows as {
    state: string
    tries: number
    reply: string | null
  }[]

test('an hour before the freeze a draft goes out, not a moment earlier, and to the curator alone', async () => {
  const worker = await aWorker()
  clock.set('2026-11-24T06:59:59.999Z')
  expect(await worker.plan()).toBeUndefined()
  clock.set('2026-11-24T07:00:00Z')
  expect(await worker.plan()).toBe('2026-11-23')
  await worker.send()
  expect(relay.messages.map(({ to }) => to)).toEqual([curator])
  const [mail] = await read()
  expect(mail?.subject).toMatch(/^Draft for Monday, November 23, 2026: .+ \+ 19 more$/)
  expect(mail?.text?.replaceAll(/\s+/g, ' ')).toContain('leaves on Tuesday, November 24, 2026 at 08:00 (UTC)')
  expect(mail?.headers.filter(({ key }) => key.startsWith('list-'))).toEqual([])
})

test('it names the first DIGEST_SIZE in their order, each with its reason and its score in words', async () => {
  const worker = await aWorker({ DIGEST_SIZE: '3' })
  const { rows } = await database.pool.query('select id, title from papers order by id desc limit 1')
  await pinPaper({ db: database.db, clock }, { id: String(rows[0].id), by: 'Ines', note: 'a rare proof' })
  await worker.plan()
  await worker.send()
  const [mail] = await read()
  const text = mail?.text?.replaceAll(/\s+/g, ' ') ?? ''
  expect(text).toContain('As ranked now, 3 of 30 candidates.')
  expect(text).toContain(
    `1. ${rows[0].title.replaceAll(/\s+/g, ' ')} Picked by Ines: a rare proof Pinned before the score`
  )
  expect(text).toMatch(
    /2\. .+ No\. 1 on the list of November 23, 2026 Score \d\.\d: .*place on its list \d\.\d.* Paper \d+/
  )
  expect(text).toContain(' 3. ')
  expect(text).not.toContain(' 4. ')
})

test('its button leads to a page of that day until 24 hours after the freeze', async () => {
  const worker = await aWorker()
  await worker.plan()
  await worker.send()
  const [mail] = await read()
  const { baseUrl, secretKeys } = configOf()
  const links = [...(mail?.html ?? '').matchAll(/href="([^"]*\/draft\/[^"]*)"/g)].map(([, link = '']) => link)
  expect(new Set(links).size).toBe(1)
  const token = links[0]?.replace(`${baseUrl}/draft/`, '') ?? ''
  expect(mail?.text?.replaceAll('\n', '')).toContain(`${baseUrl}/draft/${token}`)
  const freeze = Date.parse('2026-11-24T08:00:00Z')
  expect(readDraftToken(secretKeys, token, new Date(freeze + hours(24) - 1))).toBe('2026-11-23')
  expect(readDraftToken(secretKeys, token, new Date(freeze + hours(24)))).toBeUndefined()
})

test('workers that race and tick until the freeze send one, whatever becomes of the list', async () => {
  const workers = await Promise.all([aWorker(), aWorker()])
  const planned = await Promise.all([...workers, ...workers, ...workers].map((worker) => worker.plan()))
  expect(planned.filter((day) => day !== undefined)).toEqual(['2026-11-23'])
  await Promise.all(workers.map((worker) => worker.send()))
  await listPapers(database.db, '2026-11-23', 4, 30)
  const { rows } = await database.pool.query('select id from papers order by id limit 1')
  await dropPaper({ db: database.db, clock }, { id: String(rows[0].id), by: 'Ines', note: undefined })
  for (; clock.now() < new Date('2026-11-24T08:00:00Z'); clock.advance(minutes(10))) {
    for (const worker of workers) await worker.plan()
    await Promise.all(workers.map((worker) => worker.send()))
  }
  expect(relay.messages).toHaveLength(1)
})

test('the next day has a draft of its own', async () => {
  const worker = await aWorker()
  await worker.plan()
  clock.set('2026-11-25T07:30:00Z')
  expect(await worker.plan()).toBe('2026-11-24')
})

test('without CURATOR_EMAIL there is none, and for an edition assembled by hand neither', async () => {
  const nobody = await aWorker({ CURATOR_EMAIL: '' })
  expect(await nobody.plan()).toBeUndefined()
  await assembleEdition({ db: database.db, clock, config: configOf(), templates }, { day: '2026-11-23', minimum: 1 })
  const worker = await aWorker()
  expect(await worker.plan()).toBeUndefined()
})

test('a draft says who holds the edition, and when too few papers are there', async () => {
  await database.pool.query('delete from papers where id not in (select id from papers order by id limit 2)')
  await holdDay({ db: database.db, clock, config: configOf() }, { day: '2026-11-23', by: 'Ines', reason: undefined })
  const worker = await aWorker()
  await worker.plan()
  await worker.send()
  const [mail] = await read()
  const text = mail?.text?.replaceAll(/\s+/g, ' ')
  expect(text).toContain('Ines holds this edition.')
  expect(text).toContain('So far there are 2 candidates. An edition takes 5')
  expect(mail?.html).toContain('Open or release it')
})

test('a draft without any paper is a mail all the same', async () => {
  await database.pool.query('truncate papers cascade')
  const worker = await aWorker()
  await worker.plan()
  await worker.send()
  const [mail] = await read()
  expect(mail?.subject).toBe('Draft for Monday, November 23, 2026: no papers yet')
  expect(mail?.text?.replaceAll(/\s+/g, ' ')).toContain('So far there are 0 candidates.')
})

test('every try has the same bytes, also when the list has changed; at the freeze it is stale', async () => {
  const worker = await aWorker()
  await worker.plan()
  relay.script({ data: () => 'store-and-drop' })
  await worker.send()
  expect(await notices()).toMatchObject([{ state: 'in_doubt' }])
  await database.pool.query('delete from papers where id in (select id from papers order by id limit 5)')
  relay.script({})
  clock.advance(minutes(31))
  await worker.send()
  const [first, second] = relay.messages
  expect(second?.source).toEqual(first?.source)
  expect(await notices()).toMatchObject([{ state: 'accepted', tries: 2 }])

  await database.pool.query(`update notices set state = 'deferred'`)
  clock.set('2026-11-24T08:00:00Z')
  await worker.send()
  expect(await notices()).toMatchObject([{ state: 'expired' }])
  expect(relay.messages).toHaveLength(2)
})

test('the address is where the configuration says at each try, and nowhere in the database', async () => {
  const worker = await aWorker()
  await worker.plan()
  relay.script({ rcpt: () => ({ code: 451, text: `4.7.1 <${curator}> try later` }) })
  await worker.send()
  expect(await notices()).toMatchObject([{ state: 'deferred', tries: 1 }])
  const { rows } = await database.pool.query('select n::text, d::text from notices n, drafts d')
  expect(JSON.stringify(rows)).not.toContain(curator)

  relay.script({})
  clock.advance(minutes(2))
  const moved = await aWorker({ CURATOR_EMAIL: 'kofi@example.org' })
  await moved.send()
  expect(relay.messages.map(({ to }) => to)).toEqual(['kofi@example.org'])
})

test('a draft whose curator is gone from the configuration is withdrawn', async () => {
  await (await aWorker()).plan()
  await (await aWorker({ CURATOR_EMAIL: '' })).send()
  expect(await notices()).toMatchObject([{ state: 'withdrawn', tries: 0 }])
  expect(relay.messages).toEqual([])
})
