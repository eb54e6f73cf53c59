import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../services/platform/project-root.ts'
import { watch } from '../support/processes.ts'

/** A small project with the launcher in it, so that the real dist/ and lock stay alone. */
let project: string
const source = () => join(project, 'services', 'platform', 'clock.ts')
const compiled = () => join(project, 'dist', 'services', 'platform', 'clock.js')
const lock = () => join(project, '.cache', 'launch-lock')

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'daily-papers-launch-'))
  const copied = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'services/cli/launch.js']
  for (const path of copied) cpSync(join(projectRoot, path), join(project, path), { recursive: true })
  mkdirSync(join(project, 'workers'))
  mkdirSync(join(project, 'services', 'platform'))
  writeFileSync(source(), 'export const hour: number = 1\n')
  symlinkSync(join(projectRoot, 'node_modules'), join(project, 'node_modules'))
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const build = () => watch(process.execPath, [join(project, 'services', 'cli', 'launch.js'), 'build'])

test('build compiles what is newer than the last build, and nothing otherwise', async () => {
  expect(await build().ended).toMatchObject({ code: 0 })
  const first = statSync(join(project, 'dist', '.compiled')).mtimeMs
  expect(existsSync(compiled())).toBe(true)

  expect(await build().ended).toMatchObject({ code: 0 })
  expect(statSync(join(project, 'dist', '.compiled')).mtimeMs).toBe(first)

  const later = new Date(first + 1000)
  utimesSync(source(), later, later)
  expect(await build().ended).toMatchObject({ code: 0 })
  expect(statSync(join(project, 'dist', '.compiled')).mtimeMs).toBeGreaterThan(first)
})

test('three at once all succeed, and leave no lock behind', async () => {
  rmSync(join(project, 'dist'), { recursive: true, force: true })
  const endings = await Promise.all([build(), build(), build()].map((one) => one.ended))
  expect(endings.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(existsSync(lock())).toBe(false)
})

test('a lock whose owner was killed is taken over', async () => {
  const killed = watch(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
  await killed.kill()
  mkdirSync(lock(), { recursive: true })
  writeFileSync(join(lock(), 'pid'), String(killed.pid))
  expect(await build().ended).toMatchObject({ code: 0 })
  expect(existsSync(lock())).toBe(false)
})

test('a lock whose owner was killed before it wrote its name is taken over', async () => {
  mkdirSync(lock(), { recursive: true })
  const before = new Date(Date.now() - 60_000)
  utimesSync(lock(), before, before)
  expect(await build().ended).toMatchObject({ code: 0 })
})

test('a lock whose owner lives is waited for', async () => {
  mkdirSync(lock(), { recursive: true })
  writeFileSync(join(lock(), 'pid'), String(process.pid))
  const waiting = build()
  const early = await Promise.race([waiting.ended, new Promise((resolve) => setTimeout(resolve, 1000, 'waits'))])
  expect(early).toBe('waits')
  rmSync(lock(), { recursive: true })
  expect(await waiting.ended).toMatchObject({ code: 0 })
})

test('.env is read for a command, and what the environment says goes before it', async () => {
  const program = join(project, 'services', 'cli', 'main.ts')
  writeFileSync(program, `console.log('said', process.env['SITE_NAME'], process.env['CURATOR'])\n`)
  writeFileSync(join(project, '.env'), 'SITE_NAME=from the file\nCURATOR=from the file\n')
  const launched = watch(process.execPath, [join(project, 'services', 'cli', 'launch.js'), 'show'], {
    CURATOR: 'from the environment'
  })
  expect(await launched.says('said')).toBe('said from the file from the environment')
  rmSync(program)
  rmSync(join(project, '.env'))
})

test('sources that do not compile end it with code 1, the place of the error, and no lock', async () => {
  writeFileSync(source(), 'export const hour: number = "one"\n')
  const failing = build()
  expect(await failing.says('clock.ts(1,14)')).toContain('TS2322')
  expect(await failing.ended).toMatchObject({ code: 1 })
  expect(existsSync(lock())).toBe(false)
})
