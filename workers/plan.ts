import { planDeliveries } from '../services/delivery/plan-deliveries.ts'
import { planDraft } from '../services/delivery/plan-draft.ts'
import { settleFreezes } from '../services/editions/settle-freezes.ts'
import type { JobDeps } from './job-deps.ts'

/** Freezes the edition that is owed, plans its deliveries, has them sent; and before the next freeze, its draft. */
export async function plan(deps: JobDeps): Promise<void> {
  for (const freeze of await settleFreezes(deps)) {
    deps.log.info(
      { event: `freeze.${freeze.outcome}`, feedDay: freeze.feedDay, reason: freeze.reason },
      'freeze settled'
    )
  }
  if ((await planDeliveries(deps)).deliveries > 0) await deps.queues.nudge('deliver')
  const feedDay = await planDraft(deps)
  if (feedDay === undefined) return
  deps.log.info({ event: 'draft.planned', feedDay }, 'the draft for the curator is planned')
  await deps.queues.nudge('notify')
}
