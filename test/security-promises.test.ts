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

/** What applies of ASVS 5.0.0 here, without operators' accounts and sessions. */
const applicable =
  '1.2.1 1.2.2 1.2.4 1.2.10 1.3.6 1.3.7 1.3.11 1.3.12 1.5.1 2.1.3 2.2.1 2.3.3 2.3.4 2.4.1 3.3.1 3.4.1 3.4.3 3.4.4 3.4.5 ' +
  '3.4.6 3.4.8 3.5.1 3.5.2 3.5.3 3.7.2 4.1.3 4.2.1 4.2.4 6.3.8 6.5.2 6.5.5 6.6.2 6.6.3 9.1.1 9.2.2 11.2.4 11.5.1 13.2.2 ' +
  '13.2.4 13.2.5 14.2.1 14.3.2 15.2.2 15.3.2 15.3.4 15.3.6 15.3.7 15.4.2 16.2.5 16.4.1 16.5.1 16.5.4'

test('no requirement that applies is without a promise', () => {
  const named = rows.flatMap(([, requirement = '']) => requirement.match(/\d+\.\d+\.\d+/g) ?? [])
  expect(applicable.split(' ').filter((id) => !named.includes(id))).toEqual([])
})
