import { setTimeout as pause } from 'node:timers/promises'
import { editionReport } from '../delivery/edition-report.ts'
import { type Mailroom, openMailroom } from '../delivery/mailroom.ts'
import { sendNow } from '../delivery/send-now.ts'
import { openTemplates } from '../mail/templates.ts'
import { systemClock } from '../platform/clock.ts'
import { openLog } from '../platform/log.ts'
import { openQueues } from '../platform/queues.ts'
import { report } from './report.ts'
import { withStorage } from './with-storage.ts'

export async function send(
  day: string,
  { only, wait, json }: { only?: string; wait?: boolean; json?: boolean }
): Promise<void> {
  await withStorage(async ({ config, db, url }) => {
    const templates = await openTemplates()
    const deps = { db, clock: systemClock, config, templates }
    const { planned } = await sendNow(deps, { day, only })

    const log = openLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
    const queues = await openQueues(config, url, log)
    try {
      const worked = await queues.hasWorkers('deliver')
      if (worked) await queues.nudge('deliver')
      if (!worked) await sendHere(await openMailroom({ ...deps, url, log }))
      else if (wait === true) await untilFinal(deps, day)
    } finally {
      await queues.close()
    }

    const found = await editionReport({ db }, day)
    const counts = Object.entries(found?.deliveries ?? {}).map(([state, count]) => `${count} ${state}`)
    const head = planned === 0 ? `Nothing new to send for ${day}` : `${planned} deliveries of ${day} are due`
    report({ planned, ...found }, { json, lines: [`${head}: ${counts.join(', ') || 'none'}.`] })
  })
}

/** No worker runs, so this process is one for as long as something is due. */
async function sendHere(mailroom: Mailroom): Promise<void> {
  try {
    const sent = await mailroom.sendDeliveries()
    if (sent.kind === 'unreachable')
      throw new Error(`the relay cannot be reached: ${sent.reason}; nothing is lost, run the command again`)
  } finally {
    await mailroom.close()
  }
}

async function untilFinal(deps: Parameters<typeof editionReport>[0], day: string): Promise<void> {
  for (;;) {
    const found = await editionReport(deps, day)
    const open = ['planned', 'claimed'].reduce((sum, state) => sum + (found?.deliveries[state] ?? 0), 0)
    if (open === 0) return
    process.stderr.write(`\r${open} to go `)
    await pause(500)
  }
}
