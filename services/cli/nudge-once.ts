import type { Config } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'
import { openQueues, type QueueName } from '../platform/queues.ts'

/** Nudges workers that run elsewhere; without any, or with the queue away, the next sweep finds what is owed. */
export async function nudgeOnce({ config, url }: { config: Config; url: string }, name: QueueName): Promise<void> {
  const queues = await openQueues(config, url, openLog('silent'))
  try {
    await queues.nudge(name)
  } finally {
    await queues.close()
  }
}
