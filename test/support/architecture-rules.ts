import { basename } from 'node:path'
import { codeOf, importsOf, moduleOf, type Source } from './sources.ts'

/** A broken rule of docs/architecture.md. */
export interface Offence {
  path: string
  rule: string
}

export type Rule = (sources: readonly Source[]) => Offence[]

const eachSource =
  (judge: (source: Source) => string[]): Rule =>
  (sources) =>
    sources.flatMap((source) => judge(source).map((rule) => ({ path: source.path, rule })))

/** Imports go downhill only: a module may import itself and those of lower steps. */
const steps: Record<string, number> = {
  platform: 0,
  mail: 1,
  subscribers: 2,
  papers: 2,
  editions: 3,
  delivery: 4,
  feedback: 4,
  api: 5,
  workers: 5,
  cli: 6
}
/** All that the command line may see of what it starts. */
const startedByCli = ['services/api/main.ts', 'workers/main.ts']

export const downhill: Rule = eachSource((source) =>
  importsOf(source).flatMap(({ target }) => {
    if (target === undefined || !/^(services|workers)\//.test(target)) return []
    const [from, to] = [moduleOf(source.path), moduleOf(target)]
    const [high, low] = [steps[from], steps[to]]
    if (high === undefined || low === undefined) return [`${from} or ${to} has no place in the order of modules`]
    if (from === to) return []
    if (from === 'cli' && low === 5 && !startedByCli.includes(target))
      return [`cli imports ${target}: only main.ts of api and workers is its business`]
    return high > low ? [] : [`${from} imports ${target}: imports go downhill, and ${to} is not below ${from}`]
  })
)

/** SQL of a module is its own: `*.queries.ts` is imported from its module only. */
export const privateQueries: Rule = eachSource((source) =>
  importsOf(source)
    .filter(({ target }) => target?.endsWith('.queries.ts') && moduleOf(target) !== moduleOf(source.path))
    .map(({ target }) => `imports ${target}, which is private to ${moduleOf(target as string)}`)
)

/** One door a vendor: who wants to change or mend it looks in one place. */
const doors: [vendor: RegExp, door: RegExp][] = [
  [/^(fastify|@fastify\/.+)$/, /^services\/api\//],
  [/^(preact|preact-.+)$/, /^services\/api\/pages\//],
  [/^bullmq$/, /^services\/platform\/queue(s|-backends|-worker)\.ts$/],
  [/^ioredis$/, /^services\/platform\/queue-backends\.ts$/],
  [/^nodemailer(\/.+)?$/, /^services\/mail\//],
  [/^smtp-server$/, /^services\/mail\/inbox\.ts$/],
  [/^altcha-lib(\/.+)?$/, /^services\/subscribers\/proof-of-work\.ts$/],
  [/^mjml$/, /^services\/mail\/templates-mjml\.ts$/],
  [/^pg$/, /^services\/platform\/(database|prepared-statements)\.ts$/],
  [/^pg-copy-streams$/, /^services\/platform\/backup\//],
  [/^pino$/, /^services\/platform\/log\.ts$/],
  [/^commander$/, /^services\/cli\//]
]

export const vendorDoors: Rule = eachSource((source) =>
  importsOf(source).flatMap(({ specifier }) => {
    const door = doors.find(([vendor]) => vendor.test(specifier))?.[1]
    return door === undefined || door.test(source.path) ? [] : [`imports ${specifier}, whose door is ${door.source}`]
  })
)

export const environmentDoor: Rule = eachSource((source) => {
  const reads = /\bprocess\.env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*'node:process'/.test(codeOf(source))
  return reads && source.path !== 'services/platform/config.ts'
    ? ['reads the environment: only services/platform/config.ts does']
    : []
})

/** Files that may look at the system's clock. */
const clockReaders: Record<string, string> = {
  'services/platform/clock.ts': 'is the clock',
  'services/platform/embedded-postgres/cluster.ts': 'how long a real server takes to start is no time of the domain',
  'services/platform/embedded-postgres/join.ts': 'the same',
  'services/platform/embedded-postgres/orphan.ts': 'the same',
  'services/cli/launch.js': 'compares file times, and can import nothing'
}

export const clockDoor: Rule = eachSource((source) =>
  /\bnew Date\(\s*\)|\bDate\.now\(|\bTemporal\.Now\b/.test(codeOf(source)) && !(source.path in clockReaders)
    ? ['reads the system clock: take `clock: Clock` instead']
    : []
)

export const names: Rule = eachSource(({ path }) => {
  const vague = path.split('/').filter((part) => /^(utils?|helpers?|common|misc|shared|lib)(\.|$)/.test(part))
  const offences = vague.map((part) => `${part} says nothing about what is in it`)
  if (/^index\.[jt]sx?$/.test(basename(path))) offences.push('is a barrel: the file name is the public name')
  if (!/^[a-z0-9-]+(\.queries)?\.(tsx?|m?js)$/.test(basename(path))) offences.push('is not named in kebab-case')
  return offences
})

const longest = 200
/** Files that may be longer. */
const longFiles: Record<string, string> = {
  'services/platform/database-types.ts': 'is generated from the schema'
}

export const length: Rule = eachSource(({ path, text }) => {
  const lines = text.trimEnd().split('\n').length
  return lines > longest && !(path in longFiles) ? [`has ${lines} lines, more than ${longest}`] : []
})

/** Types may refer to each other in a circle; what runs may not. */
export const noCycles: Rule = (sources) => {
  const graph = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source).flatMap(({ target, typeOnly }) => (target === undefined || typeOnly ? [] : [target]))
    ])
  )
  const done = new Set<string>()
  const offences: Offence[] = []
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      const circle = [...trail.slice(trail.indexOf(path)), path]
      offences.push({ path, rule: `imports itself in a circle: ${circle.join(' -> ')}` })
      return
    }
    if (done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return offences
}
