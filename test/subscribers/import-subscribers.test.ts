import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type ImportPlan, importSubscribers } from '../../services/subscribers/import-subscribers.ts'
import { clockAt } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()
const clock = clockAt('2026-03-02T09:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'daily-papers-import-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => database.db.deleteFrom('subscribers').execute())

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function run(csv: string | Buffer, { suppress, dryRun = false }: { suppress?: string; dryRun?: boolean } = {}) {
  return importSubscribers(
    { db: database.db, clock },
    {
      file: write('list.csv', csv),
      suppressFile: suppress === undefined ? undefined : write('suppress.txt', suppress),
      consent: 'sign-up sheet of the reading group, March 2026',
      dryRun,
      announce: () => undefined
    }
  )
}

async function have(address: string, state: string, suppression: string | null = null): Promise<void> {
  const at = new Date('2026-01-01T00:00:00Z')
  await database.db
    .insertInto('subscribers')
    .values({ address, address_key: address, state, suppression, created_at: at, state_changed_at: at })
    .execute()
}

async function states(): Promise<Record<string, string>> {
  const rows = await database.db
    .selectFrom('subscribers')
    .select(['address', 'state', 'suppression'])
    .orderBy('address')
    .execute()
  return Object.fromEntries(
    rows.map(({ address, state, suppression }) => [address, suppression === null ? state : `${state}: ${suppression}`])
  )
}

test('an address never seen becomes active with the stated consent, and is owed no mail', async () => {
  const outcome = await run('\ufeffName;E-Mail\r\n"Lovelace; Ada";Ada@Example.org\r\n')
  expect(outcome).toMatchObject({ kind: 'imported', active: 1, suppressed: 0, unchanged: 0, refused: [] })
  const [subscriber] = await database.db.selectFrom('subscribers').selectAll().execute()
  expect(subscriber).toMatchObject({ address: 'Ada@example.org', state: 'active', welcome_owed: false })
  expect(await database.db.selectFrom('consents').selectAll().execute()).toMatchObject([
    {
      subscriber_id: subscriber?.id,
      source: 'import',
      statement: 'sign-up sheet of the reading group, March 2026',
      given_at: clock.now(),
      confirmed_at: clock.now()
    }
  ])
})

test('rows not plainly active become suppressions without a consent', async () => {
  const outcome = await run(
    [
      'email,status,unsubscribed_at,bounced',
      'active@example.org,Subscribed,,',
      'left@example.org,unsubscribed,,0',
      'left-then@example.org,subscribed,2025-11-03 10:00:00,',
      'cleaned@example.org,Cleaned,,',
      'bounced@example.org,active,,1',
      'complained@example.org,complained,,'
    ].join('\n')
  )
  expect(outcome).toMatchObject({ active: 1, suppressed: 5 })
  expect(await states()).toEqual({
    'active@example.org': 'active',
    'left@example.org': 'unsubscribed',
    'left-then@example.org': 'unsubscribed',
    'cleaned@example.org': 'suppressed: bounce',
    'bounced@example.org': 'suppressed: bounce',
    'complained@example.org': 'suppressed: complaint'
  })
  expect(await database.db.selectFrom('consents').select('id').execute()).toHaveLength(1)
})

test('nobody who left comes back, whatever the file says of them', async () => {
  await have('left@example.org', 'unsubscribed')
  await have('bounced@example.org', 'suppressed', 'bounce')
  await have('waiting@example.org', 'pending')
  await have('reader@example.org', 'active')
  const outcome = await run('email\nLEFT@example.org\nbounced@example.org\nwaiting@example.org\nreader@example.org\n')
  expect(outcome).toMatchObject({ active: 0, suppressed: 0, unchanged: 4 })
  expect(await states()).toEqual({
    'left@example.org': 'unsubscribed',
    'bounced@example.org': 'suppressed: bounce',
    'waiting@example.org': 'pending',
    'reader@example.org': 'active'
  })
})

test('a row stricter than what we have wins, a milder one does not', async () => {
  await have('reader@example.org', 'active')
  await have('paused@example.org', 'paused')
  await have('not-me@example.org', 'suppressed', 'not_me')
  await have('bounced@example.org', 'suppressed', 'bounce')
  const outcome = await run(
    'email,status\nreader@example.org,unsubscribed\npaused@example.org,bounced\n' +
      'not-me@example.org,bounced\nbounced@example.org,complained\n'
  )
  expect(outcome).toMatchObject({ active: 0, suppressed: 3, unchanged: 1 })
  expect(await states()).toEqual({
    'reader@example.org': 'unsubscribed',
    'paused@example.org': 'suppressed: bounce',
    'not-me@example.org': 'suppressed: not_me',
    'bounced@example.org': 'suppressed: complaint'
  })
})

test('of two rows of an address the strictest wins, wherever it stands', async () => {
  const outcome = await run(
    'email,status\ntwice@example.org,unsubscribed\nTwice@example.org,active\nonce@example.org,active\n' +
      'never@example.org,pending\nnever@example.org,active\n'
  )
  expect(outcome).toMatchObject({ active: 1, suppressed: 1, duplicates: 2 })
  expect(outcome.refused).toMatchObject([{ line: 5, reason: 'It was never confirmed.' }])
  expect(await states()).toEqual({ 'once@example.org': 'active', 'twice@example.org': 'unsubscribed' })
})

test('the list of --suppress holds against the file, one address a line or as CSV', async () => {
  for (const suppress of [
    'ada@example.org\n\nZoe@example.org\n',
    'name,email\nAda,ada@example.org\n,zoe@example.org\n'
  ]) {
    await database.db.deleteFrom('subscribers').execute()
    const outcome = await run('email\nada@example.org\ngrace@example.org\n', { suppress })
    expect(outcome).toMatchObject({ active: 1, suppressed: 2 })
    const zoe = suppress.startsWith('name') ? 'zoe@example.org' : 'Zoe@example.org'
    expect(await states()).toEqual({
      'ada@example.org': 'suppressed: operator',
      'grace@example.org': 'active',
      [zoe]: 'suppressed: operator'
    })
  }
})

test('bad rows are refused with their line, and the others are imported', async () => {
  const outcome = await run(
    [
      'email,name,status',
      'not an address,A,active',
      'ada@example.org,Ada,active',
      'shifted@example.org,Lovelace, Ada,unsubscribed',
      '"open@example.org,Open,active',
      'grace@example.org,"Grace',
      'Hopper",active',
      ',,',
      ',Nobody,active',
      'quiet@example.org,Quiet,',
      'alan@example.org,Alan,active'
    ].join('\n')
  )
  expect(outcome.refused.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    '2: This does not look like an email address.',
    '4: It has 4 fields, the first line has 3.',
    '5: A quote in it is not closed.',
    '9: It has no address.',
    '10: Its status is empty.'
  ])
  expect(Object.keys(await states())).toEqual(['ada@example.org', 'alan@example.org', 'grace@example.org'])
})

test('a quote left open does not take the next row along, which may say who left', async () => {
  const outcome = await run(
    'email,name,status\n"open@example.org,Open,active\n"zoe@example.org",Zoe,unsubscribed\n"ada@example.org",Ada,active\n'
  )
  expect(outcome.refused).toMatchObject([{ line: 2, reason: 'A quote in it is not closed.' }])
  expect(await states()).toEqual({ 'ada@example.org': 'active', 'zoe@example.org': 'unsubscribed' })
})

test('a status that is not understood stops the import before anything is written', async () => {
  await expect(run('email,status\nada@example.org,active\nzoe@example.org,lapsed\n')).rejects.toThrow(
    /column "status" has the value "lapsed" in line 3/
  )
  await expect(run('email,mail status\nada@example.org,active\n')).rejects.toThrow(/column "mail status"/)
  await expect(run('email,type\nada@example.org,regular\nzoe@example.org,unsubscribed\n')).rejects.toThrow(
    /column "type" has the value "unsubscribed"/
  )
  expect(await states()).toEqual({})
})

test('a dry run, and the plan told beforehand, change nothing', async () => {
  expect(await run('email\nada@example.org\n', { dryRun: true })).toMatchObject({ kind: 'dry_run', active: 1 })
  expect(await states()).toEqual({})
  const told: ImportPlan[] = []
  const interrupted = importSubscribers(
    { db: database.db, clock },
    {
      file: write('list.csv', 'email\nada@example.org\n'),
      suppressFile: undefined,
      consent: 'a sheet',
      dryRun: false,
      announce: (plan) => {
        told.push(plan)
        throw new Error('the operator saw it and stopped')
      }
    }
  )
  await expect(interrupted).rejects.toThrow('stopped')
  expect(told).toMatchObject([{ active: 1 }])
  expect(await states()).toEqual({})
})

test('a file that is no list of addresses is refused by what is wrong with it', async () => {
  await expect(run('')).rejects.toThrow(/list.csv is empty/)
  await expect(run('name,city\nAda,London\n')).rejects.toThrow(/one of them "email"/)
  await expect(run(Buffer.from('\ufeffemail\nada@example.org', 'utf16le'))).rejects.toThrow(/not text in UTF-8/)
  await expect(run('email,email\na@example.org,b@example.org\n')).rejects.toThrow(/Two columns/)
  const missing = importSubscribers(
    { db: database.db, clock },
    { file: '/nowhere.csv', suppressFile: undefined, consent: 'x', dryRun: false, announce: () => undefined }
  )
  await expect(missing).rejects.toThrow(/nowhere.csv cannot be read: ENOENT/)
})

test('who signs up or confirms while the file is read is judged by the state of now', async () => {
  await importSubscribers(
    { db: database.db, clock },
    {
      file: write('list.csv', 'email,status\nwaiting@example.org,active\nreader@example.org,unsubscribed\n'),
      suppressFile: undefined,
      consent: 'a sheet',
      dryRun: false,
      announce: async () => {
        await have('waiting@example.org', 'pending')
        await have('reader@example.org', 'active')
      }
    }
  )
  expect(await states()).toEqual({ 'waiting@example.org': 'pending', 'reader@example.org': 'unsubscribed' })
  expect(await database.db.selectFrom('consents').select('id').execute()).toEqual([])
})

test('a hundred thousand rows go in, and a second time change nothing', async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `reader${i}@example.org,active`)
  const outcome = await importSubscribers(
    { db: database.db, clock },
    {
      file: write('list.csv', `email,status\n${rows.join('\n')}\n`),
      suppressFile: undefined,
      consent: 'a sheet',
      dryRun: false,
      announce: () => undefined
    }
  )
  expect(outcome).toMatchObject({ active: 100_000, refused: [] })
  expect(await run(`email\n${rows.join('\n').replaceAll(',active', '')}\n`)).toMatchObject({
    active: 0,
    unchanged: 100_000
  })
})
