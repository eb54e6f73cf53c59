import { upcomingFreeze } from '../services/editions/upcoming-freeze.ts'
import { collectIsDue, collectPapers } from '../services/papers/collect-papers.ts'
import type { JobDeps } from './job-deps.ts'

/** Reads the sources that are due. */
export async function collect(deps: JobDeps): Promise<void> {
  await collectPapers(deps, { freeze: await upcomingFreeze(deps), stop: deps.stop })
}

/** Whether a source is due. */
export async function owesCollecting(deps: JobDeps): Promise<boolean> {
  return collectIsDue(deps, { freeze: await upcomingFreeze(deps) })
}
