import { openInbox } from '../mail/inbox.ts'
import { outgoingOf } from '../mail/outgoing.ts'
import type { Templates } from '../mail/templates.ts'
import { openTransport } from '../mail/transport.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { reportRelayAside } from './alarms/relay-aside.ts'
import { journalFolder } from './journal/journal.ts'
import { replayJournals } from './journal/replay-journals.ts'
import { openBackground } from './limits/background.ts'
import { systemTime } from './limits/limiter-time.ts'
import { openLimits } from './limits/limits.ts'
import { oneRun } from './one-run.ts'
import { openRecalls } from './recalls.ts'
import { deliveryRenderer } from './render-delivery.ts'
import { noticeRenderer } from './render-notice.ts'
import { type SendReport, sendDue } from './send-due.ts'

/** Connections kept for notices alone: a sign-up does not wait behind an edition. */
const noticeConnections = 2

export interface Mailroom {
  /** Resolves when nothing is due; at once where a run goes on already, which then sends what is due, too. */
  sendDeliveries(): Promise<SendReport>
  sendNotices(): Promise<SendReport>
  /** Takes nothing more up, waits for what is under way. */
  close(): Promise<void>
}

/**
 * Everything it takes to send: the relay's connections, and in local mode the built-in
 * inbox in its place. Each process that sends has its own; what is sent is decided by
 * the ledger.
 */
export async function openMailroom({
  db,
  clock,
  log,
  config,
  templates,
  url: databaseUrl
}: {
  db: Db
  /** Of the same database: it is listened to on a connection of its own. */
  url: string
  clock: Clock
  log: Log
  config: Config
  templates: Templates
}): Promise<Mailroom> {
  const inbox = config.smtpUrls.length === 0 ? await openInbox({ db, clock }) : undefined
  const urls = inbox === undefined ? config.smtpUrls : [inbox.url]
  const hostname = new URL(config.baseUrl).hostname
  const background = openBackground(log, () => undefined)
  const onAside = (relay: number, reason: string, waitMs: number) => {
    log.warn({ event: 'relay.aside', relay, reason, waitMs }, 'a relay is put aside')
    const aside = { relay, relays: urls.length, reason, waitMs }
    background.run('relay aside', () => reportRelayAside({ db, clock }, aside))
  }
  const lanes = {
    deliveries: openTransport({ urls, connections: config.sendConnections, hostname, onAside }),
    notices: openTransport({ urls, connections: noticeConnections, hostname, onAside })
  }
  const stop = new AbortController()
  const running = new Set<Promise<SendReport>>()
  const folder = journalFolder(config.dataDir)
  const { inDoubtAfterMs, leaseMs, curatorEmail, alertEmail } = config
  // Before anything is claimed: what an earlier run was told and did not record.
  await replayJournals({ db, clock, log, folder, leaseMs, inDoubtAfterMs })
  const recalls = await openRecalls(databaseUrl, log)
  const time = systemTime
  // One for both ledgers: a rate is of all mails, and a relay that is away is away for all.
  const limits = openLimits({ db, clock, time, log, sendingLimits: config.sendingLimits })
  const shared = {
    db,
    clock,
    log,
    recalls,
    limits,
    time,
    journalFolder: folder,
    leaseMs,
    inDoubtAfterMs,
    stop: stop.signal,
    curatorEmail,
    alertEmail
  }
  const outgoing = outgoingOf(config)

  function tracked(send: () => Promise<SendReport>): () => Promise<SendReport> {
    const one = oneRun(send)
    return async () => {
      const run = one()
      running.add(run)
      try {
        return await run
      } finally {
        running.delete(run)
      }
    }
  }

  return {
    sendDeliveries: tracked(() =>
      sendDue('deliveries', {
        ...shared,
        transport: lanes.deliveries,
        connections: config.sendConnections,
        render: deliveryRenderer({ db, outgoing, secretKeys: config.secretKeys }),
        retryAfterMs: config.retryAfterMs
      })
    ),
    sendNotices: tracked(() =>
      sendDue('notices', {
        ...shared,
        transport: lanes.notices,
        connections: noticeConnections,
        render: noticeRenderer({ db, config, outgoing, templates }),
        retryAfterMs: config.confirmationRetryAfterMs
      })
    ),
    async close() {
      stop.abort()
      await Promise.allSettled(running)
      await Promise.all([lanes.deliveries.close(), lanes.notices.close()])
      await limits.close()
      await background.idle()
      await recalls.close()
      await inbox?.close()
    }
  }
}
