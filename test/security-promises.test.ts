import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../services/platform/project-root.ts'

const page = readFileSync(join(projectRoot, 'docs', 'security.md'), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!against|---)/.test(line))
  .map((line) => line.split(' | '))

test('each promise of the security page names its requirement and tests that exist', () => {
  expect(rows.length).toBeGreaterThanOrEqual(22)
  for (const [against = '', requirement, , tests = ''] of rows) {
    expect(requirement, against).toMatch(/\d+\.\d+\.\d+|CAN-SPAM/)
    const files = [...tests.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
    expect(files.length, against).toBeGreaterThan(0)
    for (const path of files) {
      expect(path, against).toMatch(/^(test\/.*\.test\.ts|bench\/.*\.ts)$/)
      expect(existsSync(join(projectRoot, path)), path).toBe(true)
    }
  }
})
