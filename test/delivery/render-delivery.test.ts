import PostalMime from 'postal-mime'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { NoticeDetails } from '../../services/delivery/ledger.ts'
import { deliveryRenderer } from '../../services/delivery/render-delivery.ts'
import { noticeRenderer } from '../../services/delivery/render-notice.ts'
import type { Rendered } from '../../services/delivery/rendered.ts'
import type { AssembleDeps } from '../../services/editions/assemble-edition.ts'
import { ensureSampleEdition } from '../../services/editions/sample-edition.ts'
import { type Outgoing, outgoingOf } from '../../services/mail/outgoing.ts'
import { relayProfiles } from '../../services/mail/relay-profiles.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { readVerp } from '../../services/mail/verp.ts'
import type { Config } from '../../services/platform/config.ts'
import { header } from '../golden/wire.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import { useDatabase } from '../support/database.ts'
import { signingEnvironment, verdicts } from '../support/mail-authentication.ts'

const database = useDatabase()
const clock = clockAt('2026-11-24T08:00:00Z')
const config = testConfig(signingEnvironment)
const datedAt = new Date('2026-11-24T08:00:00Z')
let templates: Templates
let deps: AssembleDeps
let editionId: number
beforeAll(async () => {
  templates = await openTemplates()
  deps = { db: database.db, clock, config, templates }
})
beforeEach(async () => {
  await database.pool.query(
    'truncate subscribers, deliveries, notices, editions, edition_revisions, edition_papers cascade'
  )
  editionId = await ensureSampleEdition(deps)
})

const renderer = (configured: Config = config, outgoing: Outgoing = outgoingOf(configured)) =>
  deliveryRenderer({ db: database.db, outgoing, secretKeys: configured.secretKeys })

const delivery = (
  subscriberId: number,
  rest: { address?: string; selection?: string | null; revision?: number } = {}
) => ({
  key: editionId,
  subscriberId,
  address: rest.address ?? `reader-${subscriberId}@example.org`,
  datedAt,
  details: { revision: rest.revision ?? 1, selection: rest.selection ?? null }
})

function written(rendered: Rendered): { message: Buffer; from: string } {
  if ('unwritable' in rendered) throw new Error(rendered.unwritable)
  return rendered
}

const inOrder = [
  'From',
  'Subject',
  'To',
  'Date',
  'Message-ID',
  'Auto-Submitted',
  'Feedback-ID',
  'List-Id',
  'List-Help',
  'List-Archive',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'MIME-Version',
  'Content-Type'
]

test('every try of a delivery, by any worker, is the same mail with the same sender', async () => {
  const first = renderer()
  for (const selection of [null, 'a5ff', '00'.repeat(25) + 'ff'.repeat(7)]) {
    const mail = delivery(7, { selection })
    const one = written(await first(mail))
    for (const again of [await first(mail), await renderer()(mail)]) {
      expect(written(again).message.equals(one.message)).toBe(true)
      expect(written(again).from).toBe(one.from)
    }
  }
})

test('each reader gets each field of the contract once, in one order, whatever the relay', async () => {
  for (const profile of Object.keys(relayProfiles)) {
    const render = renderer(testConfig({ ...signingEnvironment, RELAY_PROFILE: profile }))
    for (const reader of [1, 2]) {
      const fields = header(written(await render(delivery(reader))).message).map((line) => line.split(':', 1)[0] ?? '')
      expect(new Set(fields).size).toBe(fields.length)
      expect(fields.filter((field) => !/^X-|^DKIM-Signature$/.test(field))).toEqual(inOrder)
    }
  }
})

test('what is for mail providers to count is the same for all readers, and one address leaves', async () => {
  const render = renderer()
  const [one = [], other = []] = await Promise.all(
    [1, 2].map(async (reader) => header(written(await render(delivery(reader))).message))
  )
  const same = inOrder.filter((field) => {
    const value = (fields: string[]) => fields.find((line) => line.startsWith(`${field}: `))
    return value(one) === value(other)
  })
  expect(inOrder.filter((field) => !same.includes(field))).toEqual(['To', 'Message-ID', 'List-Unsubscribe'])
  expect(one.find((line) => line.startsWith('List-Unsubscribe: '))).toMatch(
    /^List-Unsubscribe: <http:\/\/localhost:3000\/unsubscribe\/[\w-]{35}>$/
  )
  expect(one).toContain('Date: Tue, 24 Nov 2026 08:00:00 +0000')
})

test('a mail is from an address of its own, and passes as such', async () => {
  const { message, from } = written(await renderer()(delivery(7)))
  expect(readVerp(config.secretKeys, from)).toEqual({ ledger: 'deliveries', key: editionId, subscriberId: 7 })
  expect(await verdicts(message, from)).toEqual({ dkim: ['pass'], spf: 'pass', dmarc: 'pass' })
})

test.each(['a@example.org, b@example.org', 'no address', 'å@example.org', ''])(
  'a stored address that cannot be written to (%j) ends its own mail, and says why without saying it',
  async (address) => {
    const render = renderer()
    const [bad, good] = await Promise.all([render(delivery(1, { address })), render(delivery(2))])
    expect(bad).toEqual({ unwritable: 'the recipient is not one plain mail address' })
    expect(written(good).message.length).toBeGreaterThan(1000)
  }
)

test('what is wrong with an edition or the database is no matter of one mail', async () => {
  await expect(renderer()(delivery(1, { revision: 9 }))).rejects.toThrow('no revision 9')
})

test('an edition is read once for all its readers, also while others are written between them', async () => {
  const render = renderer()
  await render(delivery(1))
  const others = [2, 3, 4, 5].map((revision) => delivery(1, { revision }))
  for (const other of others) {
    await expect(render(other)).rejects.toThrow('no revision')
    // Its segments are gone: only what is kept can be written.
    await database.pool.query('delete from edition_papers')
    expect(written(await render(delivery(2))).message.length).toBeGreaterThan(1000)
  }
})

const details = (kind: NoticeDetails['kind']): NoticeDetails => ({
  kind,
  requestId: null,
  accountLinkId: null,
  draftDay: null,
  alarmId: null
})

test.each(['confirmation', 'reminder', 'account', 'draft', 'alarm'] as const)(
  'a notice (%s) that lost what it is about ends itself',
  async (kind) => {
    const render = noticeRenderer({ db: database.db, config, outgoing: outgoingOf(config), templates })
    const notice = { key: 3, subscriberId: 7, address: 'reader@example.org', datedAt, details: details(kind) }
    expect(await render(notice)).toEqual({ unwritable: 'notice 3 has lost what it is about' })
  }
)

test('a welcome says the same at every try, also when an edition came between them', async () => {
  const render = noticeRenderer({ db: database.db, config, outgoing: outgoingOf(config), templates })
  const subscriberId = await aSubscriber(database.db, { address: 'reader@example.org' })
  const notice = { key: 3, subscriberId, address: 'reader@example.org', datedAt, details: details('welcome') }
  const first = written(await render(notice))
  await database.pool.query(`create table deliveries_${editionId} partition of deliveries for values in (${editionId})`)
  await database.pool.query(
    `insert into deliveries (edition_id, subscriber_id, revision, dated_at, due_at, expires_at)
     values ($1, $2, 1, $3::timestamptz + interval '1 hour', $3, $3)`,
    [editionId, subscriberId, datedAt]
  )
  expect(written(await render(notice)).message.equals(first.message)).toBe(true)
  expect(readVerp(config.secretKeys, first.from)).toMatchObject({ ledger: 'notices', key: 3 })
})

test('an edition of twenty papers has the headings of its parts, also where nothing rose late', async () => {
  const { message } = written(await renderer()(delivery(1)))
  const { text = '', html = '' } = await PostalMime.parse(message)
  for (const part of [text, html]) expect(part).toMatch(/In brief[^]*Also today/)
})
