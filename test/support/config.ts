import { type Config, readConfig } from '../../services/platform/config.ts'

/** The configuration of local mode with fixed secrets, so that nothing is written to disk. */
export function testConfig(environment: Record<string, string> = {}): Config {
  return readConfig({
    DATA_DIR: '/nonexistent',
    SECRET_KEY: 'a-secret-of-at-least-thirty-two-characters',
    ADMIN_TOKEN: 'a token of the operator',
    PAPER_SOURCES: 'none',
    ...environment
  })
}
