import { completeEditions } from '../services/delivery/sweep.ts'
import type { JobDeps } from './job-deps.ts'

/** Sends every delivery that is due. */
export async function deliver(deps: JobDeps): Promise<void> {
  const report = await deps.mailroom.sendDeliveries()
  if (report.kind === 'unreachable')
    deps.log.error({ event: 'relay.unreachable', reason: report.reason }, 'deliveries wait for the relay')
  if (Object.keys(report.counts).length > 0)
    deps.log.info({ event: 'deliveries.sent', ...report.counts }, 'deliveries sent')
  await completeEditions(deps)
}
