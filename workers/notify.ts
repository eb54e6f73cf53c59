import { planNotices } from '../services/delivery/plan-notices.ts'
import type { JobDeps } from './job-deps.ts'

/** Plans and sends the mails that sign-ups and confirmations left owed. */
export async function notify(deps: JobDeps): Promise<void> {
  const planned = await planNotices(deps)
  // Some of them are editions, as welcome.
  if (planned > 0) await deps.queues.nudge('deliver')
  const report = await deps.mailroom.sendNotices()
  if (report.kind === 'unreachable')
    deps.log.error({ event: 'relay.unreachable', reason: report.reason }, 'notices wait for the relay')
}
