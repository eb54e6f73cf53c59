import type { Log } from '../platform/log.ts'

/** So many failures one after the other are about us and not about those mails. */
const failuresInARow = 3

interface Lanes<Mail> {
  count: number
  /** The next mail; undefined: the lane is done. */
  next(): Promise<Mail | undefined>
  /** Rejects where the mail could not be sent for a reason of ours; it is put off then, or in doubt. */
  send(mail: Mail): Promise<void>
  /** Called where the others are to end, too. */
  stop(): void
  log: Log
}

/**
 * Sends mails one after the other in each of several lanes, until none has any more. One mail that cannot be written
 * holds nobody up: the lanes go on, and end with what they hold when three in a row fail. Then, or when all are done, throws
 * what failed first.
 */
export async function runLanes<Mail>({ count, next, send, stop, log }: Lanes<Mail>): Promise<void> {
  let failed: { error: unknown } | undefined
  let inARow = 0

  function note(event: string, error: unknown): void {
    failed ??= { error }
    log.error({ event, reason: (error as Error).message }, 'sending was disturbed on our side')
  }

  async function lane(): Promise<void> {
    for (let mail = await next(); mail !== undefined; mail = await next()) {
      try {
        await send(mail)
        inARow = 0
      } catch (error) {
        note('mail.not_sent', error)
        inARow += 1
        if (inARow >= failuresInARow) stop()
      }
    }
  }

  await Promise.all(
    Array.from({ length: count }, () =>
      lane().catch((error: unknown) => {
        note('claim.failed', error)
        stop()
      })
    )
  )
  if (failed !== undefined) throw failed.error
}
