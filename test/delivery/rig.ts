import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { journalFolder } from '../../services/delivery/journal/journal.ts'
import type { Ledger } from '../../services/delivery/ledger.ts'
import { systemTime } from '../../services/delivery/limits/limiter-time.ts'
import { type Limits, openLimits } from '../../services/delivery/limits/limits.ts'
import { openRecalls, type Recalls } from '../../services/delivery/recalls.ts'
import { type SendDeps, type SendReport, sendDue } from '../../services/delivery/send-due.ts'
import { type Owed, sweep } from '../../services/delivery/sweep.ts'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { openLog } from '../../services/platform/log.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, hours, minutes, type TestClock } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import type { TestDatabase } from '../support/database.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

/** A relay, a clock and an edition to deliver; everything real but the time. */
export interface Rig {
  clock: TestClock
  relay: Recorder
  /** Where the journals of leases lie. */
  journals: string
  /** One planned delivery each, in one wave that is due now. */
  plan(addresses: string[]): Promise<void>
  send(overrides?: Partial<SendDeps>, ledger?: Ledger): Promise<SendReport>
  /** What a sweep does and says is owed. */
  sweep(): Promise<Owed>
  /** state of each address's delivery */
  states(): Promise<Record<string, string>>
}

export function useRig(database: TestDatabase): Rig {
  const clock = clockAt('2026-11-24T08:00:00Z')
  const transports: Transport[] = []
  const opened: Limits[] = []
  const rig = { clock } as Rig
  const dataDir = mkdtempSync(join(tmpdir(), 'rig-'))
  let recalls: Recalls
  let edition = 0

  beforeAll(async () => {
    rig.journals = journalFolder(dataDir)
    recalls = await openRecalls(database.url, openLog('silent'))
  })

  beforeEach(async () => {
    clock.set('2026-11-24T08:00:00Z')
    await rig.relay?.close()
    rig.relay = await openRecorder()
    await database.pool.query(
      'truncate sending_pauses, deliveries, single_deliveries, waves, leases, attempts, notices, subscribers, editions cascade'
    )
    edition += 1
    await database.pool.query(
      `insert into editions (id, feed_day, state, frozen_at) overriding system value values (${edition}, '2026-11-23', 'sending', now())`
    )
    for (const table of ['deliveries', 'attempts'])
      await database.pool.query(`create table ${table}_${edition} partition of ${table} for values in (${edition})`)
  })
  afterAll(async () => {
    await Promise.all(transports.map((transport) => transport.close()))
    await Promise.all(opened.map((limits) => limits.close()))
    await rig.relay.close()
    await recalls.close()
    rmSync(dataDir, { recursive: true })
  })

  rig.plan = async (addresses) => {
    const now = clock.now()
    const expires_at = new Date(now.getTime() + hours(22))
    await database.db.insertInto('waves').values({ edition_id: edition, due_at: now, expires_at }).execute()
    for (const address of addresses) {
      const subscriberId = await aSubscriber(database.db, { address })
      await database.db
        .insertInto('deliveries')
        .values({
          edition_id: edition,
          subscriber_id: subscriberId,
          revision: 1,
          dated_at: now,
          due_at: now,
          expires_at
        })
        .execute()
    }
  }
  rig.send = async (overrides = {}, ledger = 'deliveries') => {
    const connections = overrides.connections ?? 3
    const transport = openTransport({ urls: [rig.relay.url], connections, hostname: 'papers.example.org' })
    transports.push(transport)
    const limits = openLimits({
      db: database.db,
      clock,
      time: systemTime,
      log: openLog('silent'),
      sendingLimits: testConfig().sendingLimits
    })
    opened.push(limits)
    return sendDue(ledger, {
      db: database.db,
      limits,
      time: systemTime,
      clock,
      log: openLog('silent'),
      transport,
      recalls,
      journalFolder: rig.journals,
      curatorEmail: undefined,
      alertEmail: undefined,
      render: async ({ key, subscriberId, address }) =>
        written(`To: ${address}\r\nMessage-ID: <${key}.${subscriberId}@papers.example.org>\r\n\r\nhello\r\n`),
      connections,
      leaseMs: 60_000,
      retryAfterMs: [minutes(5), minutes(15)],
      inDoubtAfterMs: { deliveries: minutes(30), notices: minutes(30) },
      stop: new AbortController().signal,
      ...overrides
    })
  }
  rig.sweep = () =>
    sweep({
      db: database.db,
      clock,
      log: openLog('silent'),
      journalFolder: rig.journals,
      leaseMs: 60_000,
      inDoubtAfterMs: { deliveries: minutes(30), notices: minutes(30) }
    })
  rig.states = async () => {
    const { rows } = await database.pool.query(
      'select s.address, d.state from deliveries d join subscribers s on s.id = d.subscriber_id'
    )
    return Object.fromEntries(rows.map(({ address, state }) => [address, state]))
  }
  return rig
}

/** What a renderer makes of a mail's text. */
export const written = (text: string) => ({ message: Buffer.from(text), from: 'daily@papers.example.org' })

export const readers = (count: number) => Array.from({ length: count }, (_, i) => `reader-${i}@example.org`)
