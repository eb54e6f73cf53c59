// The list of all that runs in production, as CycloneDX JSON on standard output, from the lock file: for
// every platform. npm's own `--omit dev` also leaves out what a tool of development needs as well, such as pg.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const cwd = join(import.meta.dirname, '..')
const { packages } = JSON.parse(readFileSync(join(cwd, 'package-lock.json'), 'utf8'))
const inProduction = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { name, version }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${version}`)
)
const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
const list = JSON.parse(execFileSync('npm', args, { cwd, encoding: 'utf8', maxBuffer: 100_000_000 }))

const components = list.components
  .filter(({ name, version }) => inProduction.has(`${name}@${version}`))
  // The only property that npm sets says that one copy of it is for development.
  .map((component) => ({ ...component, properties: [] }))
const kept = new Set([list.metadata.component, ...components].map((component) => component['bom-ref']))
const dependencies = list.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }))
process.stdout.write(`${JSON.stringify({ ...list, components, dependencies }, undefined, 2)}\n`)
