import { planNotices } from '../services/delivery/plan-notices.ts'
import { watchSignUps } from '../services/delivery/watch-sign-ups.ts'
import { settleSignUps } from '../services/subscribers/settle-sign-ups.ts'
import type { JobDeps } from './job-deps.ts'

/** Decides about sign-ups, plans the mails that they and confirmations left owed, and sends them. */
export async function notify(deps: JobDeps): Promise<void> {
  await settleSignUps(deps)
  await watchSignUps(deps)
  const planned = await planNotices(deps)
  // Some of them are editions, as welcome.
  if (planned > 0) await deps.queues.nudge('deliver')
  const report = await deps.mailroom.sendNotices()
  if (report.kind === 'unreachable')
    deps.log.error({ event: 'relay.unreachable', reason: report.reason }, 'notices wait for the relay')
}
