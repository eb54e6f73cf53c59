import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBackup } from '../../services/platform/backup/read-backup.ts'
import { restoreBackup } from '../../services/platform/backup/restore-backup.ts'
import { writeBackup } from '../../services/platform/backup/write-backup.ts'
import type { Db } from '../../services/platform/database.ts'
import { appliedMigrations, migrate, migrationNames } from '../../services/platform/migrate.ts'
import { clockAt } from '../support/clock.ts'
import { createDatabase, dropDatabase, type TestDatabase } from '../support/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'daily-papers-backup-'))
const clock = clockAt('2026-03-02T09:00:00Z')
const keys = { secretKeys: ['k'.repeat(32)], adminToken: null }
const whole = join(folder, 'whole.backup')
let source: TestDatabase
const targets: TestDatabase[] = []

beforeAll(async () => {
  source = await createDatabase()
  await fill(source.db)
  await backUp(source, whole)
})
afterEach(async () => {
  for (const target of targets.splice(0)) await drop(target)
})
afterAll(async () => {
  await drop(source)
  rmSync(folder, { recursive: true })
})

async function drop(database: TestDatabase): Promise<void> {
  await database.close()
  await dropDatabase(database.url)
}

async function makeTarget(options: { empty?: boolean } = { empty: true }): Promise<TestDatabase> {
  const target = await createDatabase(options)
  targets.push(target)
  return target
}

function backUp({ url }: TestDatabase, file: string, progress: (text: string) => void = () => undefined) {
  return writeBackup({ url, clock, keys, progress }, file)
}

async function restore(file: string, { url }: TestDatabase, beforeCommit: () => void = () => undefined) {
  const backup = await openBackup(file)
  try {
    return await restoreBackup({ url, progress: () => undefined, beforeCommit }, backup)
  } finally {
    backup.close()
  }
}

function write(name: string, content: Buffer | string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const hostile = 'tab\t newline\n return\r backslash\\ \\. \\N quote\' " nul\u0001 umlaut ü emoji 🙂 end'

/** Rows in every table that the schema had at 0005, in two partitions, with what COPY must escape. */
async function fill(db: Db): Promise<void> {
  await sql`insert into papers (arxiv_id, title, title_key, authors, abstract, published_on, topics, created_at, updated_at)
    select null, 'Paper ' || i || ${hostile}, 'paper' || i, array['Ada, L.', 'back\\slash "q"', ''], nullif(${hostile}, ''), '2026-03', '{}', now(), now()
    from generate_series(1, 3) i`.execute(db)
  await sql`insert into paper_listings values (1, '2026-03-01', 'huggingface', 1, null, '2026-03-01T12:34:56.789123Z')`.execute(
    db
  )
  await sql`insert into subscribers (address, address_key, state, suppression, created_at, state_changed_at)
    select 'Reader' || i || '@example.org', 'reader' || i || '@example.org', 'active', null, now(), now()
    from generate_series(1, 2000) i`.execute(db)
  await sql`delete from subscribers where id > 1990`.execute(db)
  await sql`insert into consents (subscriber_id, source, statement, given_at) values (1, 'form', ${hostile}, now())`.execute(
    db
  )
  await sql`insert into confirmation_requests (subscriber_id, consent_id, nonce, token_hash, requested_at, expires_at)
    values (1, 1, '\\x00ff0a5c', '\\x01', now(), now())`.execute(db)
  await sql`insert into editions (feed_day, state, frozen_at) values ('2026-03-01', 'sent', now()), (null, 'frozen', now())`.execute(
    db
  )
  await sql`insert into edition_revisions
    select id, 1, ${hostile}, 1, 1, 'r', '\\x0a0d5c2e', '\\x', '\\x00', '\\xff', '\\x01', now() from editions`.execute(
    db
  )
  await sql`insert into edition_papers select id, 1, 0, null, 't', 'r', '\\x00', '\\x00' from editions`.execute(db)
  await sql`insert into freezes values ('2026-03-02T08:00:00Z', 'frozen', '2026-03-01', 1, 'a day', now())`.execute(db)
  for (const id of [1, 2]) {
    await sql`create table ${sql.table(`deliveries_${id}`)} partition of deliveries for values in (${sql.lit(id)})`.execute(
      db
    )
    await sql`insert into deliveries (edition_id, subscriber_id, revision, selection, dated_at, due_at, expires_at)
      select ${id}, id, 1, '\\x05', now(), now(), now() from subscribers`.execute(db)
  }
  await sql`insert into notices (subscriber_id, kind, request_id, dated_at, due_at, expires_at, reply)
    values (1, 'confirmation', 1, now(), now(), now(), ${hostile})`.execute(db)
}

/** Every row of every table as text, where each partition's rows are, and where the sequences stand. */
async function contents(db: Db): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
      -- The number of a transaction of this cluster: what is restored has changed by another.
      and tablename <> 'content_version' order by 1`.execute(db)
  const all: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    // Objects: a column that a later migration adds must not make a restored row another one.
    const { rows } = await sql<{ row: object }>`
      select to_jsonb(t) as row from ${sql.table(name)} t order by t::text`.execute(db)
    all[name] = rows.map(({ row }) => row)
  }
  const { rows: sequences } = await sql<{ row: string }>`
    select sequencename || ' ' || coalesce(last_value, 0) as row from pg_sequences where schemaname = 'public' order by 1`.execute(
    db
  )
  all.sequences = sequences.map(({ row }) => row)
  return all
}

test('a backup restored elsewhere has every row, partition and sequence of the original', async () => {
  const target = await makeTarget()
  const restored = await restore(whole, target)
  const original = await contents(source.db)
  expect(await contents(target.db)).toEqual(original)
  expect(original.deliveries_2).toHaveLength(1990)
  expect(restored).toMatchObject({ createdAt: '2026-03-02T09:00:00.000Z', migrated: [], tables: { deliveries: 3980 } })
  expect(await appliedMigrations(target.db)).toEqual(await migrationNames())
  const { id } = await target.db
    .insertInto('papers')
    .values({ title: 'Next', title_key: 'next', created_at: clock.now(), updated_at: clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect(id).toBe(4)
})

test('the file is whole or not there, and only its owner reads it', async () => {
  writeFileSync(join(folder, 'mode.backup.part'), 'left by a killed run', { mode: 0o644 })
  const written = await backUp(source, join(folder, 'mode.backup'))
  expect(statSync(written.file).mode & 0o777).toBe(0o600)
  expect(written.bytes).toBe(statSync(written.file).size)
  const nowhere = join(folder, 'no-such-folder', 'x.backup')
  await expect(backUp(source, nowhere)).rejects.toThrow(/x.backup cannot be written: ENOENT/)
  await expect(backUp(source, folder)).rejects.toThrow(/cannot be written/)
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('what is written while the backup runs is in it as a whole or not at all', async () => {
  const writes: Promise<unknown>[] = []
  const file = join(folder, 'snapshot.backup')
  await backUp(source, file, () => {
    writes.push(
      source.db
        .insertInto('installation')
        .values({ only_row: true })
        .onConflict((c) => c.doNothing())
        .execute()
    )
    writes.push(source.db.updateTable('notices').set({ reply: 'meanwhile' }).execute())
  })
  await Promise.all(writes)
  await source.db.updateTable('notices').set({ reply: hostile }).execute()
  expect(gunzipSync(readFileSync(file)).includes('meanwhile')).toBe(false)
})

test('a file cut off anywhere changes nothing', async () => {
  const target = await makeTarget()
  const bytes = readFileSync(whole)
  const sizes = [0, 1, 10, 30, 200, Math.floor(bytes.length / 2), bytes.length - 9, bytes.length - 8, bytes.length - 1]
  for (const size of sizes) {
    await expect(restore(write('cut.backup', bytes.subarray(0, size)), target), `${size} bytes`).rejects.toMatchObject({
      code: 'FILE_INVALID'
    })
    expect(await contents(target.db), `${size} bytes`).toEqual({ sequences: [] })
  }
})

test('a file whose content ends early, packed as a whole, changes nothing', async () => {
  const target = await makeTarget()
  const content = gunzipSync(readFileSync(whole))
  const lastLine = content.lastIndexOf('\n', content.length - 2)
  const cuts = [content.indexOf('\n') + 1, Math.floor(content.length / 3), lastLine, lastLine + 1, content.length - 2]
  for (const cut of cuts) {
    const file = write('early.backup', gzipSync(content.subarray(0, cut)))
    await expect(restore(file, target), `cut at ${cut}`).rejects.toThrow(/is (cut off|damaged)\. Nothing was changed/)
    expect(await contents(target.db)).toEqual({ sequences: [] })
  }
  const more = write('more.backup', gzipSync(Buffer.concat([content, Buffer.from('{}\n')])))
  await expect(restore(more, target)).rejects.toThrow(/is damaged/)
})

test('a damaged file changes nothing, also where it still unpacks', async () => {
  const target = await makeTarget()
  const packed = readFileSync(whole)
  for (const place of [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]) {
    const bytes = Buffer.from(packed)
    const at = Math.floor(bytes.length * place)
    bytes[at] = (bytes[at] ?? 0) ^ 0x10
    await expect(restore(write('flipped.backup', bytes), target), `byte ${at}`).rejects.toMatchObject({
      code: 'FILE_INVALID'
    })
  }
  const content = gunzipSync(packed)
  const changed = Buffer.from(content)
  changed.write('Raeder', content.indexOf('Reader7@'))
  await expect(restore(write('changed.backup', gzipSync(changed)), target)).rejects.toThrow(/is damaged/)
  const mistyped = Buffer.from(content)
  mistyped.write('x', content.indexOf('Reader7@') - 2)
  await expect(restore(write('mistyped.backup', gzipSync(mistyped)), target)).rejects.toThrow(
    /is damaged in the rows of subscribers\. Nothing was changed/
  )
  expect(await contents(target.db)).toEqual({ sequences: [] })
})

test('a database with data refuses, and keeps what it has', async () => {
  const target = await makeTarget({ empty: false })
  await target.db
    .insertInto('subscribers')
    .values({
      address: 'a@example.org',
      address_key: 'a@example.org',
      state: 'pending',
      created_at: clock.now(),
      state_changed_at: clock.now()
    })
    .execute()
  const before = await contents(target.db)
  await expect(restore(whole, target)).rejects.toMatchObject({
    code: 'DATABASE_NOT_EMPTY',
    message: expect.stringMatching(/has data already \(table subscribers\)/)
  })
  expect(await contents(target.db)).toEqual(before)

  const foreign = await makeTarget()
  await sql`create table invoices (id int)`.execute(foreign.db)
  await expect(restore(whole, foreign)).rejects.toThrow(/not of Daily Papers \(invoices\)/)
  expect(await contents(foreign.db)).toMatchObject({ invoices: [] })
})

test('what a first boot leaves is replaced: its installation, its job runs and the sample edition', async () => {
  const target = await makeTarget({ empty: false })
  const now = clock.now()
  await target.db.insertInto('job_runs').values({ job: 'sweep', finished_at: now }).execute()
  await target.db.insertInto('editions').values({ feed_day: null, state: 'frozen', frozen_at: now }).execute()
  await sql`create function own_report() returns int language sql as 'select 7'`.execute(target.db)
  await restore(whole, target)
  expect(await contents(target.db)).toEqual(await contents(source.db))
  // The operator's own stays: nothing of it is in the backup.
  expect((await sql<{ seven: number }>`select own_report() as seven`.execute(target.db)).rows).toEqual([{ seven: 7 }])
})

test('a backup of an older schema is restored, also over a newer one, and brought up to date', async () => {
  const old = await makeTarget()
  await migrate(old.db, '0005_deliveries')
  await fill(old.db)
  await sql`update deliveries set state = 'deferred', reply = ${hostile} where subscriber_id <= 3`.execute(old.db)
  const { deliveries, deliveries_1, deliveries_2, notices, sequences, ...original } = await contents(old.db)
  const file = join(folder, 'old.backup')
  await backUp(old, file)
  expect(await appliedMigrations(old.db)).not.toContain('0006_inbox')
  for (const empty of [true, false]) {
    const target = await makeTarget({ empty })
    expect((await restore(file, target)).migrated).toEqual((await migrationNames()).slice(5))
    const restored = await contents(target.db)
    expect(restored).toMatchObject(original)
    // What deliveries said of tries and leases has tables of its own by now.
    expect(restored.single_deliveries).toHaveLength(3980)
    expect(restored.attempts_1).toMatchObject([1, 2, 3].map(() => ({ outcome: 'deferred', reply: hostile })))
    for (const [name, rows] of Object.entries({ deliveries, deliveries_1, deliveries_2, notices })) {
      const kept = (rows as Record<string, unknown>[]).map(
        ({ lease: _lease, lease_until: _until, reply: _reply, ...row }) => row
      )
      expect(restored[name], name).toMatchObject(kept)
    }
    expect(restored.sequences).toEqual(
      expect.arrayContaining((sequences as string[]).map((line) => line.replace('leases ', 'lease_numbers ')))
    )
    expect(await appliedMigrations(target.db)).toEqual(await migrationNames())
  }
})

test('a backup of a newer program is refused by its name, and a file that is none as such', async () => {
  const target = await makeTarget()
  const [header = '', ...rest] = gunzipSync(readFileSync(whole)).toString('latin1').split('\n')
  const newer = (changes: object) => {
    const text = JSON.stringify({ ...(JSON.parse(header) as object), program: '7.1.0', ...changes })
    return write('newer.backup', gzipSync(Buffer.from([text, ...rest].join('\n'), 'latin1')))
  }
  await expect(restore(newer({ migrations: ['9999_topics'] }), target)).rejects.toThrow(/newer.*7\.1\.0.*9999_topics/)
  await expect(restore(newer({ format: 2 }), target)).rejects.toThrow(/newer.*7\.1\.0/)
  for (const content of ['hello', gzipSync('hello'), gzipSync('{"a":1}\n'), gzipSync(Buffer.alloc(2 ** 25))]) {
    await expect(restore(write('none.backup', content), target)).rejects.toThrow(/is not a backup of Daily Papers/)
  }
  await expect(restore('/nowhere.backup', target)).rejects.toThrow(/nowhere.backup cannot be read: ENOENT/)
})

test('a refusal at the last moment, and a database that is not ours to back up, change nothing', async () => {
  const target = await makeTarget()
  const refuse = () => {
    throw new Error('the keys cannot be written')
  }
  await expect(restore(whole, target, refuse)).rejects.toThrow('the keys cannot be written')
  expect(await contents(target.db)).toEqual({ sequences: [] })
  await expect(backUp(target, join(folder, 'none.backup'))).rejects.toThrow(/nothing to back up/)
  await migrate(target.db)
  await sql`insert into kysely_migration values ('9999_topics', 'x')`.execute(target.db)
  await expect(backUp(target, join(folder, 'none.backup'))).rejects.toThrow(/newer version.*9999_topics/)
  await expect(restore(whole, target)).rejects.toThrow(/newer version.*9999_topics/)
})
