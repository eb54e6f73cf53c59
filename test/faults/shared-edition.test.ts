import { expect, test } from 'vitest'
import { connections, openStage } from './stage.ts'

/** A worker that asks whether a domain may be mailed claims 2,500 meanwhile: some are left to share. */
const audience = 4000

test('two workers of one machine share an edition and double nothing', { timeout: 300_000 }, async () => {
  const stage = await openStage({ audience })
  try {
    // Both have claimed before either sends.
    await stage.judge.hold('greeting')
    // A stall of a second, which a busy machine has, is not to end what a worker holds.
    const lease = { LEASE: '60s' }
    const workers = await Promise.all([stage.startWorker(1, lease), stage.startWorker(1, lease)])
    await stage.judge.untilHeld(2 * connections)
    await stage.judge.release()
    await stage.untilSent()
    expect(stage.verdict()).toEqual({ lost: [], doubles: 0 })
    expect(await stage.states()).toEqual({ accepted: audience })
    for (const worker of workers) worker.signal('SIGTERM')
    await Promise.all(workers.map(({ ended }) => ended))
  } finally {
    await stage.close()
  }
})
