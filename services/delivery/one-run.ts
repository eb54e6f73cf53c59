import type { SendReport } from './send-due.ts'

/**
 * One run of a ledger at a time in this process: two would want the same connections. Who asks while one
 * goes on does not wait, for it may last as long as the relay is silent, and it looks for more by itself; where it
 * was about to end, another follows it.
 */
export function oneRun(send: () => Promise<SendReport>): () => Promise<SendReport> {
  let running = false
  let askedAgain = false

  return async () => {
    if (running) {
      askedAgain = true
      return { kind: 'drained', counts: {} }
    }
    running = true
    const counts: SendReport['counts'] = {}
    try {
      for (;;) {
        askedAgain = false
        const report = await send()
        for (const [state, count] of Object.entries(report.counts) as [keyof typeof counts, number][])
          counts[state] = (counts[state] ?? 0) + count
        if (!askedAgain || report.kind !== 'drained') return { ...report, counts }
      }
    } finally {
      running = false
    }
  }
}
