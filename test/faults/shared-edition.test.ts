import { afterEach, beforeEach, expect, test } from 'vitest'
import { connections, openStage, type Stage } from './stage.ts'

/** Three ranges, so that there is something to share. */
const audience = 1200

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ audience })
})
afterEach(() => stage.close())

test.each([
  { where: 'on one machine', other: 1 },
  { where: 'on two machines', other: 2 }
])('two workers $where share an edition and double nothing', { timeout: 300_000 }, async ({ other }) => {
  // Both have claimed before either sends.
  await stage.judge.hold('greeting')
  const workers = await Promise.all([stage.startWorker(1), stage.startWorker(other)])
  await stage.judge.untilHeld(2 * connections)
  await stage.judge.release()
  await stage.untilSent()
  expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
  expect(await stage.states()).toEqual({ accepted: audience })
  for (const worker of workers) worker.signal('SIGTERM')
  await Promise.all(workers.map(({ ended }) => ended))
})
