import type { Log } from '../../platform/log.ts'

/** Statements that run beside the sending. */
export interface Background {
  /** Starts `work`. Where it fails that is logged, and who needs it asks again. */
  run(what: string, work: () => Promise<void>): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** `onDone` is called after each, whether it failed or not. */
export function openBackground(log: Log, onDone: () => void): Background {
  const running = new Set<Promise<void>>()

  async function watch(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.warn({ event: 'limits.statement_failed', what, reason: (error as Error).message }, 'a limit is not known')
    }
  }

  return {
    run(what, work) {
      const watched = watch(what, work).finally(() => {
        running.delete(watched)
        onDone()
      })
      running.add(watched)
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    }
  }
}
