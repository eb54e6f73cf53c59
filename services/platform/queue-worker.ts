import type { Worker } from 'bullmq'

export interface KeptWorker {
  /** Takes no new job and waits for the running ones; by force it waits for nothing. */
  close(force: boolean): Promise<void>
}

/**
 * A BullMQ worker that begins when its connection is there, and is made anew where that failed. BullMQ (6.7, on
 * PostgreSQL) remembers the failure of a worker's first connection, and its loop then asks again and again without
 * ever giving way: no timer of the process runs any more.
 */
export function keepWorker(
  make: () => Worker,
  { againMs, onFailure }: { againMs: number; onFailure: (error: Error) => void }
): KeptWorker {
  let timer: NodeJS.Timeout | undefined
  let closing = false
  let worker = begin()

  function begin(): Worker {
    const made = make()
    made
      .waitUntilReady()
      .then(() => (closing ? undefined : made.run()))
      .catch(async (error: unknown) => {
        if (closing) return
        onFailure(error as Error)
        await made.close(true).catch(onFailure)
        // Closed meanwhile: nobody would end another one.
        if (!closing)
          timer = setTimeout(() => {
            worker = begin()
          }, againMs)
      })
    return made
  }

  return {
    async close(force) {
      closing = true
      clearTimeout(timer)
      await worker.close(force)
    }
  }
}
