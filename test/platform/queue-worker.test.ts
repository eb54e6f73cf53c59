import type { Worker } from 'bullmq'
import { expect, test, vi } from 'vitest'
import { keepWorker } from '../../services/platform/queue-worker.ts'

test('what is closed while a failed worker is put away is not begun again', async () => {
  let putAway: () => void = () => undefined
  const make = vi.fn(
    () =>
      ({
        waitUntilReady: () => Promise.reject(new Error('away')),
        run: async () => undefined,
        close: () => new Promise<void>((resolve) => (putAway = resolve))
      }) as unknown as Worker
  )
  const failed = vi.fn()
  const kept = keepWorker(make, { againMs: 1, onFailure: failed })
  await vi.waitFor(() => expect(failed).toHaveBeenCalled())
  const first = putAway
  const closed = kept.close(false)
  first()
  putAway()
  await closed
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(make).toHaveBeenCalledTimes(1)
})
