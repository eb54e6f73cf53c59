// What a worker sends with, from the planned deliveries in PostgreSQL to their recorded outcomes.
import { openMailroom } from '../../../services/delivery/mailroom.ts'
import { openTemplates } from '../../../services/mail/templates.ts'
import { systemClock } from '../../../services/platform/clock.ts'
import { readConfig } from '../../../services/platform/config.ts'
import { openDatabase } from '../../../services/platform/database.ts'
import { openLog } from '../../../services/platform/log.ts'
import { serveSender } from '../sender.ts'

await serveSender(async ({ environment, smtpUrl, connections, databaseUrl }) => {
  const config = readConfig({ ...environment, SMTP_URL: smtpUrl, SEND_CONNECTIONS: String(connections) })
  const { db } = openDatabase(databaseUrl)
  const log = openLog(config.logLevel)
  const mailroom = await openMailroom({
    db,
    url: databaseUrl,
    clock: systemClock,
    log,
    config,
    templates: await openTemplates()
  })
  return async () => {
    const { kind, counts } = await mailroom.sendDeliveries()
    if (kind !== 'drained') throw new Error(`sending ended as ${kind}`)
    return counts.accepted ?? 0
  }
})
