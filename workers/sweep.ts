import { journalFolder } from '../services/delivery/journal/journal.ts'
import { retain } from '../services/delivery/retention.ts'
import { sweep } from '../services/delivery/sweep.ts'
import { purgeStale } from '../services/subscribers/purge-stale.ts'
import { owesCollecting } from './collect.ts'
import type { JobDeps } from './job-deps.ts'

/** Re-nudges what the tables still owe. */
export async function sweepTables(deps: JobDeps): Promise<void> {
  const { dataDir, leaseMs, inDoubtAfterMs } = deps.config
  const owed = await sweep({ ...deps, journalFolder: journalFolder(dataDir), leaseMs, inDoubtAfterMs })
  // Planning finds for itself whether anything is owed, and costs two reads when not.
  await deps.queues.nudge('plan')
  await deps.queues.nudge('alarm')
  for (const delayMs of owed.deliver) await deps.queues.nudge('deliver', delayMs)
  // Also where no mail is owed: it settles sign-ups, too.
  for (const delayMs of new Set([0, ...owed.notify])) await deps.queues.nudge('notify', delayMs)
  if (await owesCollecting(deps)) await deps.queues.nudge('collect')
  await purgeStale(deps)
  await retain(deps)
}
