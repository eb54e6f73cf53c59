import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Mailroom, openMailroom } from '../../services/delivery/mailroom.ts'
import { planDeliveries } from '../../services/delivery/plan-deliveries.ts'
import { planNotices } from '../../services/delivery/plan-notices.ts'
import type { AssembleDeps } from '../../services/editions/assemble-edition.ts'
import { ensureSampleEdition } from '../../services/editions/sample-edition.ts'
import { settleFreezes } from '../../services/editions/settle-freezes.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { openLog } from '../../services/platform/log.ts'
import { signSubscriberToken } from '../../services/platform/tokens.ts'
import { confirm } from '../../services/subscribers/confirm.ts'
import { undoUnsubscribe, unsubscribe } from '../../services/subscribers/unsubscribe.ts'
import { clockAt, days, minutes } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'
import { signUpAndReadMail, signUpAndSettle } from '../support/sign-up.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T06:00:00Z')
const config = testConfig()
const { secretKeys } = config
let deps: AssembleDeps
let mailroom: Mailroom

beforeAll(async () => {
  deps = { db: database.db, clock, config, templates: await openTemplates() }
  mailroom = await openMailroom({ ...deps, url: database.url, log: openLog('silent') })
})
afterAll(() => mailroom.close())

beforeEach(async () => {
  clock.set('2026-11-24T06:00:00Z')
  await database.pool.query(
    'truncate subscribers, budget_marks, deliveries, notices, inbox_messages, freezes, editions, edition_revisions, edition_papers, papers, paper_listings cascade'
  )
  await database.pool.query(`update installation set created_at = '2026-11-24T05:00:00Z'`)
})

async function work(local = true): Promise<void> {
  await planNotices({ db: database.db, clock, config: { local } })
  await mailroom.sendDeliveries()
  await mailroom.sendNotices()
}

async function signUpAndConfirm(email: string, local = true): Promise<number> {
  const { token } = await signUpAndReadMail({ db: database.db, clock, secretKeys }, email)
  await work(local)
  const outcome = await confirm({ db: database.db, clock }, token)
  if (outcome.kind !== 'confirmed') throw new Error(outcome.kind)
  await work(local)
  return outcome.subscriberId
}

async function sendEdition(at: string): Promise<void> {
  clock.set(at)
  await settleFreezes(deps)
  await planDeliveries(deps)
  await mailroom.sendDeliveries()
}

async function mailsTo(address: string) {
  const { rows } = await database.pool.query('select source from inbox_messages where recipient = $1 order by id', [
    address
  ])
  return Promise.all(rows.map(({ source }) => PostalMime.parse(source)))
}

test('the confirmation mail holds one link, to the page of the request, and nothing that was typed', async () => {
  const { token } = await signUpAndReadMail({ db: database.db, clock, secretKeys }, 'ada+spam-text@example.org')
  await work()
  const [mail] = await mailsTo('ada+spam-text@example.org')
  expect(mail?.text?.replaceAll('\n', '')).toContain(`${config.baseUrl}/confirm/${token}`)
  expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toContain('spam-text')
  expect(mail?.headers.map(({ key }) => key)).not.toContain('list-unsubscribe')
})

test('without a real edition local mode welcomes with the sample, and the sample counts for nothing', async () => {
  await ensureSampleEdition(deps)
  await signUpAndConfirm('ada@example.org')
  const mails = await mailsTo('ada@example.org')
  expect(mails).toHaveLength(2)
  expect(mails[1]?.html).toMatch(/sample/i)
  expect((await database.pool.query('select * from papers')).rows).toEqual([])
  // The sample never leaves by itself.
  await sendEdition('2026-11-24T08:00:00Z')
  expect(await mailsTo('ada@example.org')).toHaveLength(2)
})

test('without any edition the welcome says when the first one comes', async () => {
  await signUpAndConfirm('ada@example.org', false)
  const [, welcome] = await mailsTo('ada@example.org')
  expect(welcome?.text?.replaceAll(/\s+/g, ' ')).toContain('on Tuesday, November 24 at 08:00 (UTC)')
  expect(welcome?.headers.find(({ key }) => key === 'list-unsubscribe-post')?.value).toBe('List-Unsubscribe=One-Click')
})

test('with an edition the welcome is that edition, at once, and it is one more in its count', async () => {
  await ensureSampleEdition(deps)
  await listPapers(database.db, '2026-11-23', 6)
  await sendEdition('2026-11-24T08:00:00Z')
  clock.advance(minutes(30))
  await signUpAndConfirm('ada@example.org')
  const mails = await mailsTo('ada@example.org')
  expect(mails).toHaveLength(2)
  expect(mails[1]?.html).not.toMatch(/sample/i)
  const { rows } = await database.pool.query(`select state, expected from editions where feed_day = '2026-11-23'`)
  expect(rows).toEqual([{ state: 'sent', expected: 1 }])
})

test('who had the newest edition already is welcomed back without it', async () => {
  await listPapers(database.db, '2026-11-23', 6)
  await sendEdition('2026-11-24T08:00:00Z')
  const id = await signUpAndConfirm('ada@example.org')
  const token = signSubscriberToken(secretKeys, 'unsubscribe', id)
  await unsubscribe({ db: database.db, clock, secretKeys }, token)
  clock.advance(minutes(20))
  await signUpAndConfirm('ada@example.org')
  const mails = await mailsTo('ada@example.org')
  expect(mails).toHaveLength(4)
  expect(mails[3]?.subject).not.toBe(mails[1]?.subject)
  const { rows } = await database.pool.query('select count(*) from deliveries')
  expect(rows).toEqual([{ count: 1 }])
})

test('an undo brings no second welcome', async () => {
  await listPapers(database.db, '2026-11-23', 6)
  await sendEdition('2026-11-24T08:00:00Z')
  const token = signSubscriberToken(secretKeys, 'unsubscribe', await signUpAndConfirm('ada@example.org'))
  await unsubscribe({ db: database.db, clock, secretKeys }, token)
  expect(await undoUnsubscribe({ db: database.db, clock, secretKeys }, token)).toEqual({ kind: 'restored' })
  await work()
  expect(await mailsTo('ada@example.org')).toHaveLength(2)
})

test('every try of a confirmation writes the same bytes, and it expires with its link', async () => {
  await signUpAndSettle({ db: database.db, clock, secretKeys }, 'ada@example.org')
  await work()
  await database.pool.query(`update notices set state = 'in_doubt', doubts = 1`)
  clock.advance(minutes(40))
  await work()
  const { rows } = await database.pool.query('select source from inbox_messages order by id')
  expect(rows).toHaveLength(2)
  expect(rows[0].source).toEqual(rows[1].source)

  await database.pool.query(`update notices set state = 'deferred'`)
  clock.advance(days(2))
  await work()
  const { rows: notices } = await database.pool.query('select state from notices')
  expect(notices).toEqual([{ state: 'expired' }])
})
