import { announceAlarms } from '../services/delivery/alarms/announce-alarms.ts'
import { makeCalls } from '../services/delivery/alarms/make-calls.ts'
import { watchEditions } from '../services/delivery/alarms/watch-editions.ts'
import type { JobDeps } from './job-deps.ts'

/** Raises what is wrong with editions, tells of every alarm, and calls HEARTBEAT_URL where all went well. */
export async function alarm(deps: JobDeps): Promise<void> {
  await watchEditions(deps)
  if ((await announceAlarms(deps)) > 0) await deps.queues.nudge('notify')
  await makeCalls(deps)
}
