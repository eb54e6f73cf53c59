import { configDefaults, defineConfig } from 'vitest/config'

// These start a browser or processes and look at them for long, or count what their own process holds open.
const apart = ['test/*.test.ts', 'test/{browser,cli,faults,flow}/**/*.test.ts', 'test/mail/transport-close.test.ts']

const common = {
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 60_000
} as const

const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const

/**
 * Two groups, one after the other. Most files share a process, which loads the service once: all tests took
 * 925 to 1036 s with a process each and 630 s so. The server of the tests is started once for both.
 */
export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/totals-reporter.ts'],
    maxWorkers: 2,
    projects: [
      { oxc, test: { ...common, name: 'process of its own', include: apart, sequence: { groupOrder: 0 } } },
      {
        oxc,
        test: {
          ...common,
          name: 'shared process',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...apart],
          isolate: false,
          sequence: { groupOrder: 1 }
        }
      }
    ]
  }
})
