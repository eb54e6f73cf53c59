import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/totals-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files of a worker share what they import: loading MJML and Fastify anew for each was half of a run's time. So a
    // module may keep nothing that one file could leave to the next.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})
