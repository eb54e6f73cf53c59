import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { claimDue } from '../../services/delivery/claims/claim-due.ts'
import { closeLease } from '../../services/delivery/claims/close-lease.ts'
import { bootId } from '../../services/delivery/journal/boot-id.ts'
import { openJournal, thisHost } from '../../services/delivery/journal/journal.ts'
import { handedLine, headLine, outcomeLine, readLines, releasedLine } from '../../services/delivery/journal/lines.ts'
import { replayJournals } from '../../services/delivery/journal/replay-journals.ts'
import { keyText, type Outcome } from '../../services/delivery/ledger.ts'
import { openLog } from '../../services/platform/log.ts'
import { projectRoot } from '../../services/platform/project-root.ts'
import { minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

beforeEach(() => {
  for (const name of readdirSync(rig.journals)) renameSync(join(rig.journals, name), join(rig.journals, `${name}.old`))
})

const replay = () =>
  replayJournals({
    db: database.db,
    clock: rig.clock,
    log: openLog('silent'),
    folder: rig.journals,
    leaseMs: 60_000,
    inDoubtAfterMs: { deliveries: minutes(30), notices: minutes(30) }
  })
const holding = { deliveries: undefined, notices: minutes(30) }
const files = () => readdirSync(rig.journals).filter((name) => name.endsWith('.journal'))
const stateOf = async (address: string) => (await rig.states())[address]

/**
 * A worker that claims three mails, hands two, hears of one, and is gone: its process number is one that
 * nobody has, and PostgreSQL was told nothing.
 */
async function aDeadWorker({ host = thisHost, boot = bootId() } = {}) {
  await rig.plan(['heard@example.org', 'handed@example.org', 'waiting@example.org'])
  const claimed = await claimDue('deliveries', {
    db: database.db,
    clock: rig.clock,
    journalFolder: rig.journals,
    leaseMs: 60_000,
    curatorEmail: undefined,
    alertEmail: undefined
  })
  if (claimed === undefined) throw new Error('nothing was claimed')
  const { lease, mails } = claimed
  const [heard, handed] = mails.map(({ mail }) => mail)
  if (heard === undefined || handed === undefined) throw new Error('too few were claimed')
  lease.journal.handed(heard)
  lease.journal.handed(handed)
  lease.journal.outcome(accepted({ ...heard, lease: lease.id }))
  lease.journal.close()
  const [name = ''] = files()
  const text = readFileSync(join(rig.journals, name), 'utf8').replace(bootId(), boot)
  writeFileSync(join(rig.journals, name), text)
  const moved = join(rig.journals, `${lease.id}.${host}.999999999.journal`)
  renameSync(join(rig.journals, name), moved)
  return { lease: lease.id, file: moved }
}

function accepted({ key, subscriberId, lease }: { key: number; subscriberId: number; lease: number }): Outcome {
  return {
    key,
    subscriberId,
    lease,
    single: false,
    state: 'accepted',
    revision: 1,
    tried: true,
    replyClass: null,
    reply: '250 ok',
    relay: 0,
    relayId: 'abc',
    at: rig.clock.now().getTime(),
    dueAt: null
  }
}

test('what a dead worker heard is recorded, what it handed is in doubt, the rest is sent at once', async () => {
  const { file } = await aDeadWorker()
  await replay()
  expect(await rig.states()).toEqual({
    'heard@example.org': 'accepted',
    'handed@example.org': 'in_doubt',
    'waiting@example.org': 'planned'
  })
  expect(existsSync(file)).toBe(false)
  expect(files()).toEqual([])
  await rig.send()
  expect(rig.relay.messages.map(({ to }) => to)).toEqual(['waiting@example.org'])
  const { rows } = await database.pool.query('select outcome, relay_id from attempts order by outcome')
  expect(rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'in_doubt'])
})

test('replayed twice, or after it was all recorded, a journal changes nothing', async () => {
  const { file } = await aDeadWorker()
  const text = readFileSync(file, 'utf8')
  await replay()
  const before = await database.pool.query('select * from deliveries order by subscriber_id')
  writeFileSync(file, text)
  await replay()
  expect((await database.pool.query('select * from deliveries order by subscriber_id')).rows).toEqual(before.rows)
  expect((await database.pool.query('select count(*)::int as n from attempts')).rows).toEqual([{ n: 2 }])
})

test('after a power failure the mails of a lease are in doubt: the end of its journal may be lost', async () => {
  await aDeadWorker({ boot: 'another-start' })
  await replay()
  expect(await stateOf('heard@example.org')).toBe('accepted')
  expect(await stateOf('waiting@example.org')).toBe('in_doubt')
})

test('another machine’s journal is left alone while its lease lasts', async () => {
  const { lease } = await aDeadWorker({ host: 'elsewhere' })
  await replay()
  expect(await stateOf('handed@example.org')).toBe('planned')
  await database.pool.query(`update leases set until = now() - interval '1 second' where id = $1`, [lease])
  await replay()
  expect(await stateOf('handed@example.org')).toBe('in_doubt')
})

test.each([
  { where: 'on this machine', host: thisHost },
  { where: 'elsewhere', host: 'elsewhere' }
])('a journal without a lease is left alone while a living worker $where may be claiming', async ({ host }) => {
  const file = join(rig.journals, `4711.${host}.${process.ppid}.journal`)
  writeFileSync(file, headLine({ ledger: 'deliveries', boot: bootId() }))
  await replay()
  expect(existsSync(file)).toBe(true)
  const longAgo = new Date(rig.clock.now().getTime() - 61_000)
  utimesSync(file, longAgo, longAgo)
  await replay()
  expect(files()).toEqual([])
})

test('a journal that a sweep took up ends without an error for its holder', () => {
  const journal = openJournal(rig.journals, 'deliveries', 4712)
  const [name = ''] = files()
  renameSync(join(rig.journals, name), join(rig.journals, 'taken'))
  expect(() => {
    journal.remove()
    journal.close()
  }).not.toThrow()
})

test('a journal that cannot be opened keeps no other from being taken up', async () => {
  await aDeadWorker()
  const folder = join(rig.journals, `1.${thisHost}.999999998.journal`)
  mkdirSync(folder)
  await replay()
  expect(await stateOf('heard@example.org')).toBe('accepted')
  for (const name of files()) rmdirSync(join(rig.journals, name))
})

test('what its worker knew to be in doubt stays so, and held, where its lease was ended before the journal turned up', async () => {
  const { lease, file } = await aDeadWorker()
  await closeLease(database.db, lease, 'unknown', {
    inDoubtAfterMs: holding,
    now: rig.clock.now(),
    reason: 'nobody knew'
  })
  writeFileSync(file, readFileSync(file, 'utf8').replace('"accepted"', '"in_doubt"'))
  await replay()
  expect(await rig.states()).toEqual({
    'heard@example.org': 'in_doubt',
    'handed@example.org': 'in_doubt',
    'waiting@example.org': 'planned'
  })
  const { rows } = await database.pool.query(
    `select count(*)::int as n from single_deliveries where due_at = 'infinity'`
  )
  expect(rows).toEqual([{ n: 2 }])
})

test('a mail that breaks off after a sweep ended its lease stays in doubt, and held', async () => {
  await rig.plan(readers(3))
  rig.relay.script({ data: () => 'stall' })
  const stop = new AbortController()
  const sending = rig.send({ connections: 1, inDoubtAfterMs: holding, stop: stop.signal })
  await rig.relay.waitFor(1)
  const { rows } = await database.pool.query<{ id: number }>('select id from leases')
  const policy = { inDoubtAfterMs: holding, now: rig.clock.now(), reason: 'the machine stood still' }
  await closeLease(database.db, rows[0]?.id ?? 0, 'unknown', policy)
  // What waits is given back, and what is at the relay breaks off.
  stop.abort()
  await rig.relay.close()
  await sending
  const held = await database.pool.query(
    `select d.state, count(*)::int as n from deliveries d join single_deliveries s using (edition_id, subscriber_id)
     where s.due_at = 'infinity' group by 1`
  )
  expect(held.rows).toEqual([{ state: 'in_doubt', n: 1 }])
  expect(Object.values(await rig.states()).toSorted()).toEqual(['in_doubt', 'planned', 'planned'])
})

test('a journal that turns up after its lease was ended in doubt says what was never handed', async () => {
  const { lease } = await aDeadWorker()
  await closeLease(database.db, lease, 'unknown', {
    inDoubtAfterMs: { deliveries: minutes(30), notices: minutes(30) },
    now: rig.clock.now(),
    reason: 'nobody knew'
  })
  expect(Object.values(await rig.states())).toEqual(['in_doubt', 'in_doubt', 'in_doubt'])
  await replay()
  expect(await rig.states()).toEqual({
    'heard@example.org': 'accepted',
    'handed@example.org': 'in_doubt',
    'waiting@example.org': 'planned'
  })
  await rig.send()
  expect(rig.relay.messages.map(({ to }) => to)).toEqual(['waiting@example.org'])
})

test('the journal of a running send is not taken up by another sender of the process', async () => {
  await rig.plan(readers(1))
  rig.relay.script({ data: () => 'stall' })
  const sending = rig.send()
  await rig.relay.waitFor(1)
  await replay()
  expect(Object.values(await rig.states())).toEqual(['planned'])
  rig.relay.release()
  await sending
  expect(Object.values(await rig.states())).toEqual(['accepted'])
  expect(files()).toEqual([])
})

test('of a journal with a line that cannot be read the answers are recorded, and the rest is in doubt', async () => {
  const { file } = await aDeadWorker()
  writeFileSync(file, `${readFileSync(file, 'utf8')}o not json at all\n`)
  await replay()
  expect(await rig.states()).toEqual({
    'heard@example.org': 'accepted',
    'handed@example.org': 'in_doubt',
    'waiting@example.org': 'in_doubt'
  })
})

test('a file that is no journal puts its lease in doubt', async () => {
  const { file } = await aDeadWorker()
  writeFileSync(file, readFileSync(file, 'utf8').replace('1 deliveries', '2 deliveries'))
  await replay()
  expect(new Set(Object.values(await rig.states()))).toEqual(new Set(['in_doubt']))
})

test('cut anywhere, a journal says nothing that was not so', () => {
  const mail = fc.record({ key: fc.nat(99), subscriberId: fc.nat(99) })
  const step = fc.record({ mail, how: fc.constantFrom('outcome', 'released', 'none') })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.nat(), (steps, cut) => {
      const head = headLine({ ledger: 'deliveries', boot: 'b' })
      const lines = steps.flatMap(({ mail: one, how }) => [
        handedLine(one),
        ...(how === 'none' ? [] : [how === 'released' ? releasedLine(one) : outcomeLine({ ...one } as Outcome)])
      ])
      const text = [head, ...lines].join('')
      const read = readLines(text.slice(0, cut % (text.length + 1)))
      const whole = readLines(text)
      expect(read.isWhole).toBe(true)
      expect(whole.outcomes.slice(0, read.outcomes.length)).toEqual(read.outcomes)
      for (const handed of read.handed) expect(steps.map((one) => keyText(one.mail))).toContain(keyText(handed))
    })
  )
})

test('where the disk takes a part of a line only, that mail is not handed, and the journal stays readable', () => {
  const code = `
    import { readFileSync } from 'node:fs'
    import { openJournal } from './dist/services/delivery/journal/journal.js'
    const journal = openJournal(process.argv[1], 'deliveries', 7)
    journal.handed({ key: 1, subscriberId: 2 })
    let failed = 0
    for (let n = 0; n < 1000; n++) try { journal.handed({ key: 1, subscriberId: 123456 }) } catch { failed += 1 }
    journal.close()
    console.log(JSON.stringify({ failed: failed > 0 }))`
  // Files of this shell's children end at 512 bytes, where a write is cut short and the next fails.
  const out = execFileSync(
    'sh',
    ['-c', 'trap "" XFSZ; ulimit -f 1; exec node --input-type=module -e "$0" "$1"', code, rig.journals],
    {
      cwd: projectRoot,
      encoding: 'utf8'
    }
  )
  expect(JSON.parse(out)).toEqual({ failed: true })
  const [name] = files()
  const text = readFileSync(join(rig.journals, name ?? ''), 'utf8')
  expect(text.at(-1)).toBe('\n')
  const read = readLines(text)
  expect(read).toMatchObject({ isWhole: true })
  expect(new Set(read.handed.map(({ subscriberId }) => subscriberId))).toEqual(new Set([2, 123456]))
})

test('where the disk takes no first line, neither a file nor a descriptor stays of the claim', () => {
  const code = `
    import { readdirSync } from 'node:fs'
    import { openJournal } from './dist/services/delivery/journal/journal.js'
    const open = () => readdirSync('/dev/fd').length
    const before = open()
    const errors = new Set()
    for (let n = 0; n < 50; n++) try { openJournal(process.argv[1], 'deliveries', 8) } catch (error) { errors.add(error.message) }
    console.log(JSON.stringify({ errors: [...errors], more: open() - before }))`
  const script = 'trap "" XFSZ; ulimit -f 0; exec node --input-type=module -e "$0" "$1"'
  const out = execFileSync('sh', ['-c', script, code, rig.journals], { cwd: projectRoot, encoding: 'utf8' })
  expect(JSON.parse(out)).toEqual({ errors: [expect.stringContaining('the journal cannot be written')], more: 0 })
  expect(files()).toEqual([])
})
