import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { useDatabase } from '../support/database.ts'
import { aDataDir, runCommand } from '../support/service.ts'

// Each command is a process of its own, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const database = useDatabase()
const { dataDir, remove } = aDataDir()
afterAll(remove)

const run = (...args: string[]) =>
  runCommand(['subscribers', ...args], { DATABASE_URL: database.url, DATA_DIR: dataDir })

function write(name: string, lines: string[]): string {
  writeFileSync(join(dataDir, name), `${lines.join('\n')}\n`)
  return join(dataDir, name)
}

let list: string
beforeAll(() => {
  list = write('list.csv', ['Email,Status', 'ada@example.org,active', 'nobody,active', 'zoe@example.org,unsubscribed'])
})

test('an import without a consent is wrong usage', async () => {
  expect(await run('import', list)).toMatchObject({ code: 2, stderr: expect.stringContaining('--consent') })
  expect(await run('import', list, '--consent', ' ')).toMatchObject({ code: 2 })
  expect(await run('import')).toMatchObject({ code: 2 })
})

test('an import says what it will do, names the bad line, imports the others and can be shown', async () => {
  const statement = ['--consent', 'sheet at the reading group, March 2026']
  const dry = await run('import', list, ...statement, '--dry-run')
  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout.split('\n').slice(0, 3)).toEqual([
    'line 3: This does not look like an email address. (nobody)',
    '1 active, 1 suppressed, 0 unchanged, 1 refused',
    'Nothing was written: this was a dry run.'
  ])

  const { code, stdout, stderr } = await run('import', list, ...statement, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'imported', active: 1, suppressed: 1, unchanged: 0 })
  expect(stderr).toContain('1 active, 1 suppressed')

  const shown = await run('show', 'ADA@example.org', '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({
    address: 'ada@example.org',
    state: 'active',
    suppression: null,
    consents: [{ source: 'import', statement: 'sheet at the reading group, March 2026' }],
    deliveries: [],
    notices: []
  })
})

test('a status that is not understood, and a file that is not there, exit with 1 and change nothing', async () => {
  const strange = write('strange.csv', ['email,status', 'grace@example.org,active', 'alan@example.org,lapsed'])
  expect(await run('import', strange, '--consent', 'x')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The column "status" has the value "lapsed" in line 3, .*Nothing was imported\.\n$/)
  })
  expect(await run('import', '/nowhere.csv', '--consent', 'x')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('/nowhere.csv cannot be read')
  })
  const unreadable = write('unreadable.csv', ['email', 'one', 'two'])
  expect(await run('import', unreadable, '--consent', 'x')).toMatchObject({ code: 1 })
  expect(await run('show', 'grace@example.org')).toMatchObject({
    code: 1,
    stderr: 'There is no subscriber grace@example.org.\n'
  })
})

test('show lists consents, deliveries and notices with what the relay answered', async () => {
  const now = new Date('2026-03-02T08:00:00Z')
  const { id } = await database.db
    .insertInto('subscribers')
    .values({
      address: 'mary@example.org',
      address_key: 'mary@example.org',
      state: 'suppressed',
      suppression: 'bounce',
      created_at: now,
      state_changed_at: now
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const mail = { subscriber_id: id, dated_at: now, due_at: now, expires_at: now, tries: 2, settled_at: now }
  await database.db
    .insertInto('notices')
    .values({ ...mail, kind: 'welcome', state: 'refused', reply: '550 5.1.1 no such mailbox' })
    .execute()
  const { code, stdout } = await run('show', 'mary@example.org')
  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual([
    'mary@example.org: suppressed (bounce) since 2026-03-02 08:00 UTC, known since 2026-03-02 08:00 UTC',
    'Consents: none',
    'Editions: none',
    'Other mails:',
    '  welcome  refused  2026-03-02 08:00 UTC  2 tries  550 5.1.1 no such mailbox',
    ''
  ])
})

test('show has every try of an edition: when, what kind of answer, its words and the relay’s name for it', async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into editions (feed_day, state, frozen_at, expected) values ('2026-03-02', 'sent', now(), 1) returning id`
  )
  const edition = rows[0]?.id
  for (const table of ['deliveries', 'attempts'])
    await database.pool.query(`create table ${table}_${edition} partition of ${table} for values in (${edition})`)
  await database.pool.query(
    `with reader as (
       insert into subscribers (address, address_key, state, created_at, state_changed_at)
       values ('emmy@example.org', 'emmy@example.org', 'active', '2026-03-01T07:00Z', '2026-03-01T07:05Z') returning id
     ), delivery as (
       insert into deliveries (edition_id, subscriber_id, revision, state, tries, dated_at, due_at, expires_at, settled_at)
       select ${edition}, id, 2, 'accepted', 2, '2026-03-02T08:00Z', '2026-03-02T08:00Z', '2026-03-03T06:00Z', '2026-03-02T08:06Z'
       from reader
     )
     insert into attempts (edition_id, subscriber_id, at, outcome, reply_class, reply, relay, relay_id)
     select ${edition}, id, at::timestamptz, outcome, class, reply, 0, name from reader, (values
       ('2026-03-02T08:01Z', 'deferred', 'greylist', '450 4.7.1 greylisted', null),
       ('2026-03-02T08:06Z', 'accepted', null, '250 2.0.0 Ok: queued as 4XYZ', '4XYZ')) as tried (at, outcome, class, reply, name)`
  )
  const { stdout } = await run('show', 'emmy@example.org')
  expect(stdout.split('\n').slice(2, 5)).toEqual([
    'Editions:',
    '  2026-03-02  accepted  2026-03-02 08:06 UTC  2 tries',
    '    2026-03-02 08:06 UTC  accepted  250 2.0.0 Ok: queued as 4XYZ  relay id 4XYZ'
  ])
  expect(stdout).toContain('    2026-03-02 08:01 UTC  deferred (greylist)  450 4.7.1 greylisted\n')
  const { deliveries } = JSON.parse((await run('show', 'emmy@example.org', '--json')).stdout)
  expect(deliveries).toMatchObject([
    {
      edition: '2026-03-02',
      state: 'accepted',
      revision: 2,
      attempts: [
        { outcome: 'accepted', at: '2026-03-02T08:06:00.000Z', reply: '250 2.0.0 Ok: queued as 4XYZ', relayId: '4XYZ' },
        { outcome: 'deferred', replyClass: 'greylist', reply: '450 4.7.1 greylisted' }
      ]
    }
  ])
})

test('show says from which day on deliveries are kept, once an edition is older than RETENTION_DAYS', async () => {
  const { rows } = await database.pool.query(
    `insert into editions (feed_day, state, frozen_at, expected) values
       ('2025-09-30', 'sent', now(), 7), ('2025-10-01', 'sent', now(), 7), ('2026-03-01', 'sent', now(), 7) returning id`
  )
  const kept = rows[2].id
  await database.pool.query(`create table deliveries_${kept} partition of deliveries for values in (${kept})`)
  const { stdout } = await run('show', 'mary@example.org')
  expect(stdout).toContain('Older than RETENTION_DAYS is not kept: editions before 2025-10-02\n')
})
