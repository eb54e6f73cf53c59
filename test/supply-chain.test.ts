import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { projectRoot } from '../services/platform/project-root.ts'

interface Locked {
  version: string
  license?: string
  integrity?: string
  resolved?: string
  dev?: boolean
  hasInstallScript?: boolean
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

/** Licences under which a service may be built on a package and run by anybody: no duty but to name its authors. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // Data of caniuse, of which nothing is passed on.
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  // slick's way of saying MIT.
  'MIT (http://mootools.net/license.txt)',
  'Python-2.0'
])

test('everything that runs in production has a licence of the list', () => {
  const others = packages
    .filter(([, { dev, license }]) => dev !== true && !allowed.has(license ?? ''))
    .map(([path, { license }]) => `${path}: ${license ?? 'none'}`)
  expect(others).toEqual([])
})

test('versions are exact, each package is pinned by its hash, and any registry serves an install', () => {
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'])
    for (const [name, version] of Object.entries(manifest[kind] ?? {}))
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[a-z]+\.\d+)?$/)
  expect(
    packages.filter(([, { integrity }]) => !(integrity ?? '').startsWith('sha512-')).map(([path]) => path)
  ).toEqual([])
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})

test('no package runs code while it is installed', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  // Who would like to, each denied by name for an npm that is told to run scripts. What embedded PostgreSQL
  // needs is done at start; msgpackr does without.
  const wish = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true)
  const denied = Object.fromEntries(wish.map(([path]) => [path.replace(/^.*node_modules\//, ''), false]))
  expect(manifest.allowScripts).toEqual(denied)
})

test('the list of what runs in production has every package of the lock that does, with its licence', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    cwd: projectRoot,
    maxBuffer: 50_000_000
  })
  const { bomFormat, components } = JSON.parse(stdout) as {
    bomFormat: string
    components: { name: string; version: string; licenses?: unknown[] }[]
  }
  expect(bomFormat).toBe('CycloneDX')
  const named = ({ name, version }: { name: string; version: string }) => `${name}@${version}`
  const locked = packages
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { version }]) => named({ name: path.replace(/^.*node_modules\//, ''), version }))
  expect([...new Set(components.map(named))].toSorted()).toEqual([...new Set(locked)].toSorted())
  expect(components.filter(({ licenses }) => licenses === undefined).map(({ name }) => name)).toEqual(['slick'])
})
