import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with what was skipped and why, then one line of totals: `N passed, N failed, N skipped`. */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const totals = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      // A file that could not be loaded has no tests to fail.
      if (tests.length === 0 && module.state() === 'failed') totals.failed += 1
      for (const test of tests) {
        const { state } = test.result()
        totals[state] += 1
        if (state === 'skipped') process.stdout.write(`skipped: ${test.module.relativeModuleId} > ${test.fullName}\n`)
      }
    }
    process.stdout.write(
      `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped + totals.pending} skipped\n`
    )
  }
}
