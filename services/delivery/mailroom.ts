import { openInbox } from '../mail/inbox.ts'
import { outgoingOf } from '../mail/outgoing.ts'
import type { Templates } from '../mail/templates.ts'
import { openTransport } from '../mail/transport.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { deliveries, noticesWith } from './ledger.ts'
import { deliveryRenderer } from './render-delivery.ts'
import { noticeRenderer } from './render-notice.ts'
import { type SendReport, sendDue } from './send-due.ts'

/** Connections kept for notices alone: a sign-up does not wait behind an edition. */
const noticeConnections = 2

export interface Mailroom {
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
  templates
}: {
  db: Db
  clock: Clock
  log: Log
  config: Config
  templates: Templates
}): Promise<Mailroom> {
  const inbox = config.smtpUrl === undefined ? await openInbox({ db, clock }) : undefined
  const url = config.smtpUrl ?? inbox?.url ?? ''
  const hostname = new URL(config.baseUrl).hostname
  const lanes = {
    deliveries: openTransport({ url, connections: config.sendConnections, hostname }),
    notices: openTransport({ url, connections: noticeConnections, hostname })
  }
  const stop = new AbortController()
  const running = new Set<Promise<SendReport>>()
  const shared = { db, clock, log, leaseMs: config.leaseMs, stop: stop.signal }
  const outgoing = outgoingOf(config)

  async function tracked(run: Promise<SendReport>): Promise<SendReport> {
    running.add(run)
    try {
      return await run
    } finally {
      running.delete(run)
    }
  }

  return {
    sendDeliveries: () =>
      tracked(
        sendDue(deliveries, {
          ...shared,
          transport: lanes.deliveries,
          connections: config.sendConnections,
          render: deliveryRenderer({ db, outgoing, secretKeys: config.secretKeys }),
          retry: { retryAfterMs: config.retryAfterMs, inDoubtAfterMs: config.inDoubtAfterMs }
        })
      ),
    sendNotices: () =>
      tracked(
        sendDue(noticesWith(config), {
          ...shared,
          transport: lanes.notices,
          connections: noticeConnections,
          render: noticeRenderer({ db, config, outgoing, templates }),
          retry: { retryAfterMs: config.confirmationRetryAfterMs, inDoubtAfterMs: config.inDoubtAfterMs }
        })
      ),
    async close() {
      stop.abort()
      await Promise.allSettled(running)
      await Promise.all([lanes.deliveries.close(), lanes.notices.close()])
      await inbox?.close()
    }
  }
}
