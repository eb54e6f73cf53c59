import { afterAll, beforeEach } from 'vitest'
import { deliveries, type Ledger } from '../../services/delivery/ledger.ts'
import { type SendDeps, type SendReport, sendDue } from '../../services/delivery/send-due.ts'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { openLog } from '../../services/platform/log.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, hours, minutes, type TestClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

/** A relay, a clock and an edition to deliver; everything real but the time. */
export interface Rig {
  clock: TestClock
  relay: Recorder
  /** One planned delivery each, due now. */
  plan(addresses: string[]): Promise<void>
  send(overrides?: Partial<SendDeps>, ledger?: Ledger): Promise<SendReport>
  /** state of each address's delivery */
  states(): Promise<Record<string, string>>
}

export function useRig(database: TestDatabase): Rig {
  const clock = clockAt('2026-11-24T08:00:00Z')
  const transports: Transport[] = []
  const rig = { clock } as Rig
  let edition = 0

  beforeEach(async () => {
    clock.set('2026-11-24T08:00:00Z')
    await rig.relay?.close()
    rig.relay = await openRecorder()
    await database.pool.query('truncate deliveries, notices, subscribers, editions cascade')
    edition += 1
    await database.pool.query(
      `insert into editions (id, feed_day, state, frozen_at) overriding system value values (${edition}, '2026-11-23', 'sending', now())`
    )
    await database.pool.query(
      `create table if not exists deliveries_${edition} partition of deliveries for values in (${edition})`
    )
  })
  afterAll(async () => {
    await Promise.all(transports.map((transport) => transport.close()))
    await rig.relay.close()
  })

  rig.plan = async (addresses) => {
    for (const address of addresses) {
      const subscriberId = await aSubscriber(database.db, { address })
      const now = clock.now()
      await database.db
        .insertInto('deliveries')
        .values({
          edition_id: edition,
          subscriber_id: subscriberId,
          revision: 1,
          dated_at: now,
          due_at: now,
          expires_at: new Date(now.getTime() + hours(22))
        })
        .execute()
    }
  }
  rig.send = async (overrides = {}, ledger = deliveries) => {
    const connections = overrides.connections ?? 3
    const transport = openTransport({ url: rig.relay.url, connections, hostname: 'papers.example.org' })
    transports.push(transport)
    return sendDue(ledger, {
      db: database.db,
      clock,
      log: openLog('silent'),
      transport,
      render: async ({ key, subscriberId, address }) =>
        written(`To: ${address}\r\nMessage-ID: <${key}.${subscriberId}@papers.example.org>\r\n\r\nhello\r\n`),
      connections,
      leaseMs: 60_000,
      retry: { retryAfterMs: [minutes(5), minutes(15)], inDoubtAfterMs: minutes(30) },
      stop: new AbortController().signal,
      ...overrides
    })
  }
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
